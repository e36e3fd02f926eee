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

// version is that of the file. One of another version is not read.
const version = 1

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

// Add adds to what the file has by now, and replaces it in one move.
func (s Store) Add(ctx context.Context, met map[Key]Met) error {
	if len(met) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	err := filelock.With(ctx, s.Path+".lock", nil, func() error {
		h, _ := s.Load() // who loaded it for the run has said what was wrong; it is replaced
		for k, m := range met {
			h.Add(k, m)
		}
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
