package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// version is that of the file. One of another version is not read.
const version = 1

// lockRetry is the pause between two tries for a lock that another run holds, which it does for
// milliseconds: file locks cannot be watched.
const lockRetry = 20 * time.Millisecond

// lockTimeout is how long to try: a history is not worth more.
const lockTimeout = 5 * time.Second

type document struct {
	Version int    `json:"version"`
	Waits   []wait `json:"waits"`
}

// Store is a history in a file, for any number of runs at a time.
type Store struct{ Path string }

// Load reads the file. One that is not there is an empty history; one that cannot be used is too, and
// the error, which is worth a note, says why.
func (s Store) Load() (*History, error) {
	h := &History{}
	data, err := os.ReadFile(s.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return h, fmt.Errorf("read how long waits needed before: %w", err)
	}
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return h, fmt.Errorf("%s is damaged, so what waits needed before is not known; it begins anew: %w", s.Path, err)
	}
	if doc.Version != version {
		return h, fmt.Errorf("%s is of version %d and not %d, so what waits needed before is not known; it begins anew", s.Path, doc.Version, version)
	}
	for _, w := range doc.Waits {
		for _, m := range w.Met {
			h.Add(w.Key, m)
		}
	}
	return h, nil
}

// Add adds to what the file has by now, and replaces it in one move.
func (s Store) Add(ctx context.Context, met map[Key]Met) (err error) {
	if len(met) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(s.Path), 0o755); err != nil {
		return fmt.Errorf("make the folder of the history: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	lock := flock.New(s.Path + ".lock")
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		return fmt.Errorf("lock the history %s: %w", s.Path, err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	h, _ := s.Load() // who loaded it for the run has said what was wrong; it is replaced
	for k, m := range met {
		h.Add(k, m)
	}
	return s.replace(h)
}

func (s Store) replace(h *History) error {
	data, err := json.Marshal(document{version, h.list()})
	if err != nil {
		return fmt.Errorf("encode the history: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(s.Path), ".history-*")
	if err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), s.Path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("replace the history %s: %w", s.Path, err), os.Remove(f.Name()))
	}
	return nil
}
