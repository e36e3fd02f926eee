package exercise

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// WriteStart writes the start state with the student's values into a new folder, and returns the files.
func (e *Exercise) WriteStart(dir string) ([]string, error) {
	if !e.Start {
		return nil, gherkin.Problems{{URI: e.Path(StartFolder), Message: "the exercise has no start state"}}
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return nil, gherkin.Problems{{URI: dir, Message: "it exists already", Suggestion: "choose another name: nothing is overwritten"}}
	}
	root, err := os.OpenRoot(e.Path(StartFolder))
	if err != nil {
		return nil, fmt.Errorf("read the start state: %w", err)
	}
	defer root.Close()
	var files []string
	err = fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := fs.ReadFile(root.FS(), path)
		if err != nil {
			return err
		}
		name := filepath.Join(dir, filepath.FromSlash(path))
		files = append(files, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		return os.WriteFile(name, e.Fill(text), 0o666)
	})
	if err != nil {
		return nil, fmt.Errorf("write the start state: %w", err)
	}
	return files, nil
}

// start checks the values in the start state.
func (l *loader) start() {
	if !l.e.Start {
		return
	}
	err := filepath.WalkDir(l.e.Path(StartFolder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, problems := Fill(filepath.ToSlash(path), text, l.e.Values)
		l.other = append(l.other, problems...)
		return nil
	})
	if err != nil {
		l.settings.bad(0, "", "%s/ cannot be read: %v", StartFolder, reason(err))
	}
}
