package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Written says which files were written.
type Written struct {
	New  []string
	Kept []string // existed before and were not changed
}

// Write writes files into a folder, which is created if necessary. Existing files are never changed.
func Write(dir string, files []File) (Written, error) {
	var w Written
	for _, f := range files {
		made, err := create(filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
		switch {
		case err != nil:
			return w, fmt.Errorf("write %s: %w", f.Name, err)
		case made:
			w.New = append(w.New, f.Name)
		default:
			w.Kept = append(w.Kept, f.Name)
		}
	}
	return w, nil
}

// create creates a file, unless it exists.
func create(name string, data []byte) (made bool, err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return false, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = f.Write(data)
	return true, errors.Join(err, f.Close())
}

// Begun reports whether a folder has a project file, features, or files of the example. An example next to them would mix with
// theirs, and might not pass.
func Begun(dir string) (bool, error) {
	for _, name := range []string{projectFile, feature, manifest} {
		_, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return false, fmt.Errorf("look for %s: %w", name, err)
		}
	}
	found := false
	err := filepath.WalkDir(filepath.Join(dir, "features"), func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if filepath.Ext(name) == ".feature" {
			found = true
			return filepath.SkipAll
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("look for features: %w", err)
	}
	return found, nil
}

// ServicesOf returns the CI services of the repository's remotes; all services if none is recognised.
func ServicesOf(dir string) ([]CI, error) {
	all := []CI{GitHub, GitLab}
	config, err := os.ReadFile(filepath.Join(dir, ".git", "config"))
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for the remote of the repository: %w", err)
	}
	known := slices.DeleteFunc(slices.Clone(all), func(ci CI) bool { return !strings.Contains(string(config), string(ci)) })
	if len(known) == 0 {
		return all, nil
	}
	return known, nil
}

// Mentions reports whether a file of a folder contains a text.
func Mentions(dir, name, text string) (bool, error) {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return false, fmt.Errorf("read %s: %w", name, err)
	}
	return strings.Contains(string(data), text), nil
}
