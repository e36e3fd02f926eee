package starter

import (
	"encoding/json"
	"go/format"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestFilesCanBeRead: each file is valid in its format, with or without an example.
func TestFilesCanBeRead(t *testing.T) {
	for _, example := range []bool{true, false} {
		files, err := Files(Options{Version: "v1.2.3", CI: []CI{GitHub, GitLab}, Go: true, Schema: []byte("{}"), Example: example})
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, f := range files {
			names[f.Name] = true
			if err := readable(f); err != nil {
				t.Errorf("%s: %v\n%s", f.Name, err, f.Data)
			}
			if strings.Contains(string(f.Data), "@v1.2.3") != (strings.HasPrefix(f.Name, ".git") && f.Name != ".gitignore") {
				t.Errorf("%s: the version is missing, or in a wrong file", f.Name)
			}
		}
		if names[feature] != example || names[manifest] != example || !names[projectFile] {
			t.Errorf("example %v: %v", example, names)
		}
	}
}

func readable(f File) error {
	var any any
	switch {
	case strings.HasSuffix(f.Name, ".json"):
		return json.Unmarshal(f.Data, &any)
	case strings.HasSuffix(f.Name, ".yaml"), strings.HasSuffix(f.Name, ".yml"):
		return yaml.Unmarshal(f.Data, &any)
	case strings.HasSuffix(f.Name, ".go"):
		_, err := format.Source(f.Data)
		return err
	}
	return nil
}
