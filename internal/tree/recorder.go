package tree

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// Recorder keeps the files that were read from a tree, in the content that was read.
type Recorder struct {
	base  fs.FS
	mu    sync.Mutex
	files Files
}

// Record returns a tree with the same files, and what remembers which of them were read.
func Record(base fs.FS) (fs.FS, *Recorder) {
	r := &Recorder{base: base, files: Files{}}
	if named, is := base.(canonical); is {
		return namedRecorded{recorded{r}, named}, r
	}
	return recorded{r}, r
}

// Files are the files that were read so far. A file outside of the folder that the tree is seen from is an error: its name
// means nothing elsewhere.
func (r *Recorder) Files() (Files, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var outside []string
	for name := range r.files {
		if !fs.ValidPath(name) {
			outside = append(outside, name)
		}
	}
	if len(outside) > 0 {
		slices.Sort(outside)
		return nil, fmt.Errorf("these files are not below the working folder: %s", strings.Join(outside, ", "))
	}
	return maps.Clone(r.files), nil
}

func (r *Recorder) keep(name string, data []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.files[name] = data
}

type recorded struct{ r *Recorder }

type namedRecorded struct {
	recorded
	canonical
}

// Open implements fs.FS.
func (t recorded) Open(name string) (fs.File, error) {
	f, err := t.r.base.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, nil //nolint:nilerr // who reads it meets the error
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return f, nil //nolint:nilerr // as above
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	t.r.keep(name, data)
	return &file{entry{path.Base(name), int64(len(data)), false}, bytes.NewReader(data)}, nil
}

// ReadFile implements fs.ReadFileFS.
func (t recorded) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(t.r.base, name)
	if err == nil {
		t.r.keep(name, slices.Clone(data))
	}
	return data, err
}

// Stat implements fs.StatFS.
func (t recorded) Stat(name string) (fs.FileInfo, error) { return fs.Stat(t.r.base, name) }

// ReadDir implements fs.ReadDirFS.
func (t recorded) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(t.r.base, name) }
