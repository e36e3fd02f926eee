package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/filelock"
)

// version is that of the file format. Files of other versions are not read.
const version = 1

// lockTimeout limits how long to wait for the lock: a history is not worth more.
const lockTimeout = 5 * time.Second

type document struct {
	Version int    `json:"version"`
	Waits   []wait `json:"waits"`
}

// Store is a history in a file that any number of runs may share.
type Store struct{ Path string }

// Load reads the file. It returns an empty history if the file does not exist. If it cannot be used, the history is empty too,
// and the error, which is worth a note, says why.
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
		return h, fmt.Errorf("%s is damaged, so earlier durations of waits are unknown; it is started again: %w", s.Path, err)
	}
	if doc.Version != version {
		return h, fmt.Errorf("%s is of version %d and not %d, so earlier durations of waits are unknown; it is started again", s.Path, doc.Version, version)
	}
	for _, w := range doc.Waits {
		for _, m := range w.Met {
			h.Add(w.Key, m)
		}
	}
	return h, nil
}

// Add adds to the current content of the file, and replaces the file atomically.
func (s Store) Add(ctx context.Context, met map[Key]Met) error {
	if len(met) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	err := filelock.With(ctx, s.Path+".lock", nil, func() error {
		h, _ := s.Load() // the caller of Load has reported what was wrong; the file is replaced
		for k, m := range met {
			h.Add(k, m)
		}
		h.bound(max(maxWaits, len(met))) // a large suite keeps all of its own
		return s.replace(h)
	})
	if err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	return nil
}

func (s Store) replace(h *History) error {
	data, err := json.Marshal(document{version, h.list()})
	if err != nil {
		return fmt.Errorf("encode the history: %w", err)
	}
	return atomicfile.Write(s.Path, append(data, '\n'), 0o600)
}
