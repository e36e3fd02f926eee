package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	yaml "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/words"
)

// FileName is the name of a project file.
const FileName = "gherkind.yaml"

// File is a project file that has been read.
type File struct {
	// Path is its path from the working folder.
	Path string
	// Profiles are the names of its profiles, in order.
	Profiles []string

	own      layer
	profiles map[string]layer
}

// layer has the settings of a file, or of one of its profiles, by key.
type layer map[string]given

// given is a value and where it is written.
type given struct {
	value any
	line  int
	at    string
}

// Dir returns the folder of the file, to which its paths are relative.
func (f *File) Dir() string { return filepath.Dir(f.Path) }

// Nearest returns the project file of a folder: the one in it, or in the nearest parent folder; "" if there is none. If the
// folder is the working folder, the path can be opened from there.
func Nearest(dir string) (string, error) {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the project file: %w", err)
	}
	for above := whole; ; above = filepath.Dir(above) {
		info, err := os.Stat(filepath.Join(above, FileName))
		switch {
		case err == nil && info.IsDir():
			return "", fmt.Errorf("%s is a folder, but must be the project file", filepath.Join(above, FileName))
		case err == nil:
			near, err := filepath.Rel(whole, above)
			if err != nil {
				return "", fmt.Errorf("find the project file: %w", err)
			}
			return filepath.Join(dir, near, FileName), nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("look for a project file: %w", err)
		}
		if above == filepath.Dir(above) {
			return "", nil
		}
	}
}

// Read reads a project file. If something is wrong, the error is an [Error] with all problems.
func Read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the project file: %w", err)
	}
	return parse(path, text)
}

func parse(path string, text []byte) (*File, error) {
	f := &File{Path: path, own: layer{}, profiles: map[string]layer{}}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, Error{syntax(path, err)}
	}
	if document.Kind == 0 { // it is empty
		return f, nil
	}
	r := reader{file: f}
	r.mapping(document.Content[0], "the file", func(key, value *yaml.Node) {
		if key.Value == profilesKey {
			r.profiles(value)
			return
		}
		r.setting(f.own, key, value, profilesKey)
	})
	return f, r.problems.orNil()
}

// syntax returns the line of a YAML syntax error.
func syntax(path string, err error) Problem {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	var line int
	if _, scanErr := fmt.Sscanf(text, "line %d:", &line); scanErr == nil {
		_, message, _ := strings.Cut(text, ": ")
		return Problem{fmt.Sprintf("%s:%d", path, line), message}
	}
	return Problem{path, text}
}

const profilesKey = "profiles"

// reader reads a file.
type reader struct {
	file     *File
	problems Error
}

func (r *reader) bad(n *yaml.Node, format string, args ...any) {
	r.problems = append(r.problems, Problem{at(r.file.Path, n.Line, n.Column), fmt.Sprintf(format, args...)})
}

// mapping calls do for each key; duplicate keys are an error.
func (r *reader) mapping(n *yaml.Node, what string, do func(key, value *yaml.Node)) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		r.bad(n, "%s is %s, but must be settings: one per line, as NAME: VALUE", what, described(n))
		return
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, again := first[key.Value]; again {
			r.bad(key, "%s is set already, in line %d", key.Value, line)
			continue
		}
		first[key.Value] = key.Line
		do(key, value)
	}
}

// setting reads one setting. others are further keys that are allowed here.
func (r *reader) setting(into layer, key, value *yaml.Node, others ...string) {
	s, known := Find(key.Value)
	if !known {
		r.bad(key, "there is no setting %q%s", key.Value, meantBy(key.Value, others))
		return
	}
	read, err := s.read(value)
	if err == nil {
		err = s.bad(read)
	}
	if err != nil {
		r.bad(value, "%s: %v", named(key.Value, value), err)
		return
	}
	into[s.Key] = given{s.from(r.file.Dir(), read), key.Line, at(r.file.Path, value.Line, value.Column)}
}

// meantBy suggests the setting that an unknown name was meant for.
func meantBy(name string, others []string) string {
	known := others
	for _, s := range Table() {
		if s.HasFlag() && s.Name() == name { // the flag has another name than the setting
			return fmt.Sprintf(": --%s is called %s here", name, s.Key)
		}
		known = append(known, s.Key)
	}
	if near := words.Nearest(strings.ReplaceAll(name, "_", "-"), known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return "; gherkind config lists all"
}

func (r *reader) profiles(n *yaml.Node) {
	r.mapping(n, profilesKey, func(key, value *yaml.Node) {
		if strings.TrimSpace(key.Value) == "" {
			r.bad(key, "a profile needs a name, such as ci")
			return
		}
		profile := layer{}
		r.file.Profiles = append(r.file.Profiles, key.Value)
		r.file.profiles[key.Value] = profile
		if value.Tag == "!!null" {
			return // it changes nothing
		}
		r.mapping(value, "the profile "+key.Value, func(key, value *yaml.Node) {
			if key.Value == profilesKey {
				r.bad(key, "a profile cannot contain profiles")
				return
			}
			r.setting(profile, key, value)
		})
	})
}

// noProfile says that a profile does not exist, and which ones do.
func (f *File) noProfile(name string) string {
	switch near := words.Closest(name, f.Profiles, max(len(name)/3, 1)); {
	case near != "":
		return fmt.Sprintf("%s has no profile %q; did you mean %q?", f.Path, name, near)
	case len(f.Profiles) == 0:
		return fmt.Sprintf("%s has no profiles, so no profile %q either", f.Path, name)
	}
	return fmt.Sprintf("%s has no profile %q; it has: %s", f.Path, name, strings.Join(slices.Sorted(slices.Values(f.Profiles)), ", "))
}
