package host

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/atomicfile"
)

// mergeRuntime adds the wrapper to the text of a daemon.json and makes it the default, unless the file already sets a default.
// Everything else is kept.
func mergeRuntime(old []byte, binary string) ([]byte, error) {
	doc, err := parseSettings(old)
	if err != nil {
		return nil, err
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

// removeRuntime reverses mergeRuntime; nil if nothing is left.
func removeRuntime(old []byte) ([]byte, error) {
	doc, err := parseSettings(old)
	if err != nil {
		return nil, err
	}
	runtimes, _ := doc["runtimes"].(map[string]any)
	if _, there := runtimes[runtimeName]; !there {
		return old, nil
	}
	if delete(runtimes, runtimeName); len(runtimes) == 0 {
		delete(doc, "runtimes")
	}
	if doc["default-runtime"] == runtimeName {
		delete(doc, "default-runtime")
	}
	if len(doc) == 0 {
		return nil, nil
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return append(out, '\n'), err
}

// parseSettings does not change the notation of numbers.
func parseSettings(text []byte) (map[string]any, error) {
	doc := map[string]any{}
	if len(bytes.TrimSpace(text)) == 0 {
		return doc, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return doc, decoder.Decode(&doc)
}

// replaceFile replaces a file atomically. It keeps mode and owner of an existing file, because they may protect its content. If
// the file is a symbolic link, its target is replaced.
func replaceFile(path string, data []byte, mode os.FileMode) error {
	real, err := filepath.EvalSymlinks(path)
	switch {
	case err == nil:
		path = real
	case !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("find where %s leads: %w", path, err)
	}
	return atomicfile.WriteBy(path, mode, func(f *os.File) error {
		_, err := f.Write(data)
		return errors.Join(err, beLike(path, f.Name()))
	})
}

// beLike gives a file the mode and the owner of the one that it replaces, if it exists.
func beLike(path, file string) error {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := ownLike(info, file); err != nil {
		return err
	}
	return os.Chmod(file, info.Mode().Perm())
}
