// Package tree provides the file system that features and manifests are read from: this machine's files relative to the
// working folder, or those built into gherkind.
package tree

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// machine is the file system of this machine, as seen from a folder: what is in or near the folder has a relative name, which
// may be "../other/x.feature", everything else an absolute one. Every name can be opened from the folder.
type machine struct{ dir string }

// farthest is how many folders up a relative name leads; beyond, an absolute one is easier to read.
const farthest = 2

func (m machine) path(name string) string {
	if file := filepath.FromSlash(name); filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(m.dir, filepath.FromSlash(name))
}

// Canonical returns the unique name of a file, however it is referred to.
func (m machine) Canonical(name string) string {
	whole := m.path(filepath.Clean(name))
	near, err := filepath.Rel(m.dir, whole)
	if err == nil && filepath.IsLocal(near) {
		return filepath.ToSlash(near)
	}
	if target, linkErr := filepath.EvalSymlinks(whole); linkErr == nil {
		if inside, err := filepath.Rel(m.dir, target); err == nil && filepath.IsLocal(inside) {
			return filepath.ToSlash(inside)
		}
	}
	up := strings.Repeat(".."+string(filepath.Separator), farthest+1)
	if err != nil || strings.HasPrefix(near+string(filepath.Separator), up) {
		return filepath.ToSlash(whole)
	}
	return filepath.ToSlash(near)
}

// Open implements fs.FS.
func (m machine) Open(name string) (fs.File, error) { return os.Open(m.path(name)) }

// Stat implements fs.StatFS.
func (m machine) Stat(name string) (fs.FileInfo, error) { return os.Stat(m.path(name)) }

// ReadFile implements fs.ReadFileFS.
func (m machine) ReadFile(name string) ([]byte, error) { return os.ReadFile(m.path(name)) }

// ReadDir implements fs.ReadDirFS.
func (m machine) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(m.path(name)) }

// Projects returns the features folders of the projects that the paths belong to.
func Projects(tree fs.FS, paths []string) []string {
	folders := []string{DefaultPath}
	m, is := tree.(machine)
	if !is {
		return folders
	}
	for _, p := range paths {
		if filepath.IsLocal(p) {
			continue
		}
		folders = append(folders, m.Canonical(filepath.Join(homeOf(m.path(p)), DefaultPath)))
	}
	return folders
}

// OfMachine reports whether a tree has files of this machine, rather than those built into gherkind.
func OfMachine(tree fs.FS) bool {
	_, is := tree.(machine)
	return is
}

// Machine returns the file system of this machine, as seen from a folder.
func Machine(dir string) (fs.FS, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, fmt.Errorf("find the folder: %w", err)
	}
	return machine{dir}, nil
}
