// Package outcomes remembers the last outcome of each scenario, so that those that did not pass can be run again.
package outcomes

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/filelock"
)

const (
	fileName = "outcomes.json" // below the state folder
	version  = 1               // version of the file format; files of other versions are not read
	most     = 10000           // number of scenarios; those that were not run for the longest time are dropped first

	// lockTimeout is how long to wait for other runs that write the file.
	lockTimeout = 5 * time.Second
)

// Key identifies a scenario on a cluster. It survives moved lines.
type Key struct {
	Cluster  string `json:"cluster"`
	File     string `json:"file"`
	Scenario string `json:"scenario"`
}

// Outcome is the result of the last run of a scenario.
type Outcome struct {
	Passed bool      `json:"passed"`
	At     time.Time `json:"at"`
}

type document struct {
	Version   int     `json:"version"`
	Scenarios []entry `json:"scenarios"`
}

type entry struct {
	Key
	Outcome
}

// Store keeps outcomes in a state folder, for any number of concurrent runs.
type Store struct{ Dir string }

func (s Store) path() string { return filepath.Join(s.Dir, fileName) }

// KeyOf returns the key of a scenario. Its file is relative to the project folder, wherever the run was started.
func (s Store) KeyOf(cluster, file, scenario string) Key {
	home, err := filepath.Abs(filepath.Dir(s.Dir))
	whole, fileErr := filepath.Abs(filepath.FromSlash(file))
	if err == nil && fileErr == nil {
		if near, err := filepath.Rel(home, whole); err == nil {
			file = filepath.ToSlash(near)
		}
	}
	return Key{cluster, file, scenario}
}

// Load reads the stored outcomes. Without a file there are none.
func (s Store) Load() (map[Key]Outcome, error) {
	data, err := os.ReadFile(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return map[Key]Outcome{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read how scenarios ended: %w", err)
	}
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s is damaged; the next run without --failed rewrites it: %w", s.path(), err)
	}
	if doc.Version != version {
		return nil, fmt.Errorf("%s is of version %d and not %d; the next run without --failed rewrites it", s.path(), doc.Version, version)
	}
	all := map[Key]Outcome{}
	for _, e := range doc.Scenarios {
		all[e.Key] = e.Outcome
	}
	return all, nil
}

// Add merges the outcomes of a run into the current content of the file, and replaces the file atomically. A file that cannot
// be read is also replaced.
func (s Store) Add(ctx context.Context, found map[Key]Outcome) error {
	if len(found) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	err := filelock.With(ctx, s.path()+".lock", nil, func() error {
		all, err := s.Load()
		if err != nil {
			all = map[Key]Outcome{}
		}
		maps.Copy(all, found)
		data, err := json.Marshal(document{version, listed(all)})
		if err != nil {
			return fmt.Errorf("encode it: %w", err)
		}
		return atomicfile.Write(s.path(), append(data, '\n'), 0o600)
	})
	if err != nil {
		return fmt.Errorf("write how scenarios ended: %w", err)
	}
	return nil
}

// listed returns the latest outcomes, in the order of their keys.
func listed(all map[Key]Outcome) []entry {
	list := make([]entry, 0, len(all))
	for k, o := range all {
		list = append(list, entry{k, o})
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Or(b.At.Compare(a.At), compare(a.Key, b.Key)) })
	list = list[:min(len(list), most)]
	slices.SortFunc(list, func(a, b entry) int { return compare(a.Key, b.Key) })
	return list
}

func compare(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Cluster, b.Cluster), cmp.Compare(a.File, b.File), cmp.Compare(a.Scenario, b.Scenario))
}
