package mutate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gherkind/gherkind/internal/atomicfile"
)

// mostKnown is how many entries a file may have when it is read. Beyond that, the older half is dropped.
const mostKnown = 40_000

// File is a Memory in a file with one line per entry; later entries replace earlier ones. Each entry is written at once, so
// that a crash only loses what was in progress. Several processes may append to it.
type File struct {
	path  string
	mu    sync.Mutex
	known map[string]Known
	file  *os.File // nil before the first Put
}

// OpenFile reads the known results. A file that cannot be read is an error; an invalid line is ignored.
func OpenFile(path string) (*File, error) {
	f := &File{path: path, known: map[string]Known{}}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what is known of mutants: %w", err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	if len(lines) > mostKnown {
		lines = lines[len(lines)-mostKnown/2:]
		if err := atomicfile.Write(path, bytes.Join(lines, nil), 0o600); err != nil {
			return nil, fmt.Errorf("shorten what is known of mutants: %w", err)
		}
	}
	for _, line := range lines {
		var k Known
		if json.Unmarshal(line, &k) == nil && k.Key != "" { // the last line of a run that was killed may be incomplete
			f.known[k.Key] = k
		}
	}
	return f, nil
}

// FreshFile starts without known results, and appends to a file as OpenFile does.
func FreshFile(path string) (*File, error) { return &File{path: path, known: map[string]Known{}}, nil }

// Get implements Memory.
func (f *File) Get(key string) (Known, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	k, known := f.known[key]
	return k, known
}

// Put implements Memory.
func (f *File) Put(k Known) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known[k.Key] = k
	line, err := k.line()
	if err == nil && f.file == nil {
		line, err = append([]byte("\n"), line...), f.open() // the existing content may end in the middle of a line
	}
	if err == nil {
		_, err = f.file.Write(line)
	}
	if err != nil {
		return fmt.Errorf("keep what is known of mutants: %w", err)
	}
	return nil
}

func (f *File) open() (err error) {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return err
	}
	f.file, err = os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // it contains output of containers
	return err
}

// Close closes the file.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return nil
	}
	if err := f.file.Close(); err != nil {
		return fmt.Errorf("keep what is known of mutants: %w", err)
	}
	return nil
}
