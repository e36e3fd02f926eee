package kustomize

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// here is the library's path of the root: two folders down, because relative names may lead up to two folders above it.
const here = "/up/up/here"

// inTree returns the library's path of a file.
func inTree(name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(here, name)
}

// named returns the name of a file from the library's path.
func named(place string) string {
	place = path.Clean(filepath.ToSlash(place))
	if place != "/up" && !strings.HasPrefix(place, "/up/") {
		return place
	}
	name, err := filepath.Rel(here, place)
	if err != nil {
		return place
	}
	return filepath.ToSlash(name)
}

// tree gives the library read-only access to the files of the project.
type tree struct {
	files   fs.FS
	read    []string
	refused *Error // why a kustomization is not built
}

// shown replaces the library's paths in a text by those of the user.
func (t *tree) shown(text string) string {
	return strings.NewReplacer(here+"/", "", here, ".", "/up/up/", "../", "/up/", "../../").Replace(text)
}

// ReadFile implements filesys.FileSystem.
func (t *tree) ReadFile(place string) ([]byte, error) {
	name := named(place)
	data, err := fs.ReadFile(t.files, name)
	if err != nil {
		return nil, err
	}
	t.read = append(t.read, name)
	if slices.Contains(Names(), path.Base(name)) && t.refused == nil {
		t.refused = fetches(name, data)
	}
	if t.refused != nil {
		return nil, t.refused
	}
	return data, nil
}

// IsDir implements filesys.FileSystem.
func (t *tree) IsDir(place string) bool {
	info, err := fs.Stat(t.files, named(place))
	return err == nil && info.IsDir()
}

// Exists implements filesys.FileSystem.
func (t *tree) Exists(place string) bool {
	_, err := fs.Stat(t.files, named(place))
	return err == nil
}

// CleanedAbs implements filesys.FileSystem.
func (t *tree) CleanedAbs(place string) (filesys.ConfirmedDir, string, error) {
	place = path.Clean(filepath.ToSlash(place))
	if !path.IsAbs(place) {
		place = path.Join(here, place)
	}
	info, err := fs.Stat(t.files, named(place))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", "", fmt.Errorf("there is no %s", named(place))
	case err != nil:
		return "", "", err
	case info.IsDir():
		return filesys.ConfirmedDir(place), "", nil
	}
	return filesys.ConfirmedDir(path.Dir(place)), path.Base(place), nil
}

// ReadDir implements filesys.FileSystem.
func (t *tree) ReadDir(place string) ([]string, error) {
	entries, err := fs.ReadDir(t.files, named(place))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, nil
}

// Glob implements filesys.FileSystem. Only the last element may be a pattern.
func (t *tree) Glob(pattern string) ([]string, error) {
	dir, last := path.Split(filepath.ToSlash(pattern))
	names, err := t.ReadDir(dir)
	if err != nil {
		return nil, nil //nolint:nilerr // as filepath.Glob: nothing matches in a folder that cannot be read
	}
	var found []string
	for _, name := range names {
		fits, err := path.Match(last, name)
		if err != nil {
			return nil, err
		}
		if fits {
			found = append(found, path.Join(dir, name))
		}
	}
	return found, nil
}

// Walk implements filesys.FileSystem.
func (t *tree) Walk(place string, do filepath.WalkFunc) error {
	return fs.WalkDir(t.files, named(place), func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return do(inTree(name), nil, err)
		}
		info, err := entry.Info()
		return do(inTree(name), info, err)
	})
}

// Create implements filesys.FileSystem.
func (t *tree) Create(string) (filesys.File, error) { return nil, errReadOnly }

// Open implements filesys.FileSystem.
func (t *tree) Open(string) (filesys.File, error) { return nil, errReadOnly }

// Mkdir implements filesys.FileSystem.
func (t *tree) Mkdir(string) error { return errReadOnly }

// MkdirAll implements filesys.FileSystem.
func (t *tree) MkdirAll(string) error { return errReadOnly }

// RemoveAll implements filesys.FileSystem.
func (t *tree) RemoveAll(string) error { return errReadOnly }

// WriteFile implements filesys.FileSystem.
func (t *tree) WriteFile(string, []byte) error { return errReadOnly }
