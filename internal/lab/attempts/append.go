package attempts

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/filelock"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

const (
	folderPerms = 0o700 // on a shared machine, nobody else may read students' work
	filePerms   = 0o600
)

// Log is an attempt log in a file.
type Log struct {
	Path string
	Tool string           // the program that appends, with its version
	Now  func() time.Time // nil uses the system clock

	// write replaces writing to the file in tests, if set.
	write func(f *os.File, data []byte) (int, error)
}

func (l *Log) headPath() string { return l.Path + ".head" }
func (l *Log) lockPath() string { return l.Path + ".lock" }

// BundlePath returns where a bundle is stored.
func (l *Log) BundlePath(b Bundle) string { return filepath.Join(l.Path+".bundles", b.SHA256+".tgz") }

// Added says where an attempt is in the log.
type Added struct {
	Line int
	Hash string // hash of the line, which depends on the whole log up to it
}

// Append adds an attempt, with the bundle files of its criteria by ID. On an error nothing was added.
func (l *Log) Append(ctx context.Context, g *marks.Grade, bundles map[string]string) (added Added, err error) {
	err = filelock.With(ctx, l.lockPath(), nil, func() error {
		e := Entry{Version: Version, At: l.now().UTC(), Tool: l.Tool, Grade: g}
		for _, c := range g.Criteria {
			file, there := bundles[c.ID]
			if !there {
				continue
			}
			b, err := l.keep(c.ID, file)
			if err != nil {
				return err
			}
			e.Bundles = append(e.Bundles, b)
		}
		h, err := l.add(e)
		added = Added{h.Lines, h.Hash}
		return err
	})
	if err != nil {
		return Added{}, fmt.Errorf("add to the log of attempts %s: %w", l.Path, err)
	}
	return added, nil
}

func (l *Log) now() time.Time {
	if l.Now != nil {
		return l.Now()
	}
	return time.Now()
}

// add writes the line after the last complete one, then the head.
func (l *Log) add(e Entry) (head, error) {
	f, err := os.OpenFile(l.Path, os.O_RDWR|os.O_CREATE, filePerms)
	if err != nil {
		return head{}, err
	}
	h, err := l.end(f)
	if err == nil && h.Lines == 0 {
		err = l.writeHead(h) // written first, so that the first line is recognised if the process is killed before it updates the head
	}
	if err == nil {
		h, err = l.addBehind(f, h, e)
	}
	return h, errors.Join(err, f.Close())
}

// addBehind writes the line and then the head, or leaves the log unchanged.
func (l *Log) addBehind(f *os.File, h head, e Entry) (head, error) {
	e.Line = h.Lines + 1
	entry, err := json.Marshal(e)
	if err != nil {
		return h, err
	}
	r := record{Entry: entry, Hash: hashOf(h.Hash, entry)}
	line, err := json.Marshal(r)
	if err != nil {
		return h, err
	}
	line = append(line, '\n')
	next := head{h.Lines + 1, h.Size + int64(len(line)), r.Hash}
	err = l.put(f, h.Size, line)
	if err == nil {
		err = l.writeHead(next)
	}
	if err != nil {
		return h, errors.Join(err, f.Truncate(h.Size))
	}
	return next, nil
}

// put writes the line at its position, where a killed process may have left part of one.
func (l *Log) put(f *os.File, at int64, line []byte) error {
	if err := f.Truncate(at); err != nil {
		return err
	}
	if _, err := f.Seek(at, io.SeekStart); err != nil {
		return err
	}
	write := l.write
	if write == nil {
		write = func(f *os.File, data []byte) (int, error) { return f.Write(data) }
	}
	if _, err := write(f, line); err != nil {
		return err
	}
	return f.Sync()
}

// end returns the last complete line: the one that the head names, or a later one, from a process that was killed before it
// wrote the head.
func (l *Log) end(f *os.File) (head, error) {
	h, known, err := l.readHead()
	if err != nil {
		return h, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		return h, err
	case !known && info.Size() > 0:
		return h, fmt.Errorf("%s is missing: it is unknown whether the log is complete; gherkind grade log verify checks it", l.headPath())
	case info.Size() < h.Size:
		return h, fmt.Errorf("the log has %d bytes, and %s counts %d: it was cut; gherkind grade log verify says where", info.Size(), l.headPath(), h.Size)
	}
	if _, err := f.Seek(h.Size, io.SeekStart); err != nil {
		return h, err
	}
	lines := bufio.NewReader(f)
	for {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return h, nil // text is incomplete or empty
		}
		if err != nil {
			return h, err
		}
		next, _, err := h.next(bytes.TrimSuffix(text, []byte("\n")))
		if err != nil {
			return h, fmt.Errorf("line %d: %w", h.Lines+1, err)
		}
		h = next
	}
}

func (l *Log) readHead() (h head, known bool, err error) {
	data, err := os.ReadFile(l.headPath())
	if errors.Is(err, fs.ErrNotExist) {
		return start(), false, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &h)
	}
	if err != nil {
		return h, false, fmt.Errorf("read %s: %w", l.headPath(), err)
	}
	return h, true, nil
}

func (l *Log) writeHead(h head) error {
	data, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return atomicfile.Write(l.headPath(), append(data, '\n'), filePerms)
}
