package host

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// mergeRuntime adds the wrapper to the text of a daemon.json and makes it the
// default, unless the file names a default of its own. All else stays.
func mergeRuntime(old []byte, binary string) ([]byte, error) {
	doc := map[string]any{}
	if len(bytes.TrimSpace(old)) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(old))
		decoder.UseNumber()
		if err := decoder.Decode(&doc); err != nil {
			return nil, err
		}
	}
	runtimes, ok := doc["runtimes"].(map[string]any)
	if !ok {
		if doc["runtimes"] != nil {
			return nil, fmt.Errorf("\"runtimes\" is not an object")
		}
		runtimes = map[string]any{}
	}
	own, _ := runtimes[runtimeName].(map[string]any)
	chosen, _ := doc["default-runtime"].(string)
	if own["path"] == binary && chosen != "" && chosen != "runc" {
		return old, nil
	}
	runtimes[runtimeName] = map[string]any{"path": binary}
	doc["runtimes"] = runtimes
	if chosen == "" || chosen == "runc" {
		doc["default-runtime"] = runtimeName
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return append(out, '\n'), err
}

// replaceFile writes a file so that a reader, or a crash, never meets half of it.
func replaceFile(path string, data []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone already after the rename
	_, err = tmp.Write(data)
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), mode)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	return err
}
