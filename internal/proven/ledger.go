package proven

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/filelock"
)

const heading = "# What was proven on a real cluster, and of which inputs. `make prove` writes it; do not edit it.\n" +
	"# After a conflict, keep either side: what does not fit is run again.\n\n"

// Entry is a proof in the ledger.
type Entry struct {
	Inputs Inputs `yaml:"inputs"`
	// Recording is a hash of the recording; empty if there is none.
	Recording string `yaml:"recording,omitempty"`
	// Taken are definitions of checks whose outcome is taken from the recording, because it cannot be judged again.
	Taken []string `yaml:"taken as recorded,omitempty"`
}

// Ledger is a file with entries by name. Several processes may write it concurrently.
type Ledger struct {
	Path string
	Lock string // a lock file elsewhere, because the ledger's own folder is committed
}

// Read reads all entries. If the file does not exist, there are none.
func (l Ledger) Read() (map[string]Entry, error) {
	data, err := os.ReadFile(l.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]Entry{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	entries := map[string]Entry{}
	if err := yaml.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("read the ledger %s; delete it to start again: %w", l.Path, err)
	}
	return entries, nil
}

// Put writes one entry, atomically.
func (l Ledger) Put(ctx context.Context, name string, e Entry) error {
	slices.Sort(e.Taken)
	return l.change(ctx, func(entries map[string]Entry) { entries[name] = e })
}

// Keep removes all entries except those with these names.
func (l Ledger) Keep(ctx context.Context, names []string) error {
	return l.change(ctx, func(entries map[string]Entry) {
		maps.DeleteFunc(entries, func(name string, _ Entry) bool { return !slices.Contains(names, name) })
	})
}

func (l Ledger) change(ctx context.Context, change func(map[string]Entry)) error {
	if err := filelock.With(ctx, l.Lock, nil, func() error { return l.rewrite(change) }); err != nil {
		return fmt.Errorf("write the ledger: %w", err)
	}
	return nil
}

func (l Ledger) rewrite(change func(map[string]Entry)) error {
	entries, err := l.Read()
	if err != nil {
		return err
	}
	change(entries)
	text, err := yaml.Marshal(entries) // sorted by name
	if err != nil {
		return err
	}
	return atomicfile.Write(l.Path, append([]byte(heading), text...), 0o644)
}
