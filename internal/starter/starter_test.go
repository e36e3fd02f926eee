package starter

import (
	"encoding/json"
	"errors"
	"go/format"
	"io"
	"reflect"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

var languages = []string{"", "zh-CN"}

// written returns the files of a project with everything.
func written(t *testing.T, language string, example bool) []File {
	t.Helper()
	files, err := Files(Options{Version: "v1.2.3", CI: []CI{GitHub, GitLab}, Go: true, Schema: []byte("{}"), Example: example, Language: language})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestFilesCanBeRead: each file is valid in its format, with or without an example, in each language.
func TestFilesCanBeRead(t *testing.T) {
	for _, language := range languages {
		for _, example := range []bool{true, false} {
			names := map[string]bool{}
			for _, f := range written(t, language, example) {
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
}

// TestChineseFilesSayTheSame: YAML files mean the same in Chinese, except for the greeting, and no comment is in English.
func TestChineseFilesSayTheSame(t *testing.T) {
	english := map[string]File{}
	for _, f := range written(t, "", true) {
		english[f.Name] = f
	}
	for _, f := range written(t, "zh-CN", true) {
		other := english[f.Name]
		for line := range strings.Lines(string(f.Data)) {
			_, comment, has := strings.Cut(line, "# ")
			if _, after, is := strings.Cut(line, "// "); is {
				comment, has = after, true
			}
			if has && strings.Contains(string(other.Data), comment) && strings.Count(comment, " ") > 3 {
				t.Errorf("%s: in English: %s", f.Name, line)
			}
		}
		if !strings.HasSuffix(f.Name, ".yaml") && !strings.HasSuffix(f.Name, ".yml") {
			continue
		}
		f.Data = []byte(strings.ReplaceAll(string(f.Data), "早上好", "Good morning"))
		if mine, theirs := documents(t, f), documents(t, other); !reflect.DeepEqual(mine, theirs) {
			t.Errorf("%s: %v in Chinese, %v in English", f.Name, mine, theirs)
		}
	}
}

// documents returns what a YAML file means.
func documents(t *testing.T, f File) (all []any) {
	t.Helper()
	decoder := yaml.NewDecoder(strings.NewReader(string(f.Data)))
	for {
		var one any
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		all = append(all, one)
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
