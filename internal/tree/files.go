package tree

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// Files is an in-memory file system: the content of each file by path. Folders exist if they contain files.
type Files map[string][]byte

// Open implements fs.FS.
func (f Files) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if data, is := f[name]; is {
		return &file{entry{path.Base(name), int64(len(data)), false}, bytes.NewReader(data)}, nil
	}
	inside := f.inside(name)
	if len(inside) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &folder{entry{path.Base(name), 0, true}, inside}, nil
}

// inside returns the entries of a folder, by name.
func (f Files) inside(dir string) []fs.DirEntry {
	found := map[string]fs.DirEntry{}
	for name, data := range f {
		rest, below := name, dir == "."
		if !below {
			rest, below = strings.CutPrefix(name, dir+"/")
		}
		if !below {
			continue
		}
		first, _, deeper := strings.Cut(rest, "/")
		size := int64(len(data))
		if deeper {
			size = 0
		}
		found[first] = entry{first, size, deeper}
	}
	var entries []fs.DirEntry
	for _, name := range slices.Sorted(maps.Keys(found)) {
		entries = append(entries, found[name])
	}
	return entries
}

// entry describes a file or a folder. It is both an fs.FileInfo and an fs.DirEntry.
type entry struct {
	name   string
	size   int64
	folder bool
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) IsDir() bool                { return e.folder }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }

func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type file struct {
	entry
	*bytes.Reader
}

func (f *file) Size() int64                { return f.size }
func (f *file) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *file) Close() error               { return nil }

type folder struct {
	entry
	left []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.left)
	} else if len(f.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.left))
	next := f.left[:n]
	f.left = f.left[n:]
	return next, nil
}
