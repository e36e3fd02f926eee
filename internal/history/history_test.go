package history

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var day = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

const s = time.Second

func filled(k Key, allowed time.Duration, needed ...time.Duration) *History {
	h := &History{}
	for i, n := range needed {
		h.Add(k, Met{At: day.Add(time.Duration(i) * time.Hour), Needed: n, Allowed: allowed})
	}
	return h
}

func TestRange(t *testing.T) {
	k := Key{File: "a.feature", Step: "x"}
	for _, c := range []struct {
		needed []time.Duration
		close  bool
		allow  time.Duration
		before string
	}{
		{[]time.Duration{23 * s}, false, 50 * s, "in the run before it was met after 23s"},
		{[]time.Duration{24 * s}, true, 50 * s, "in the run before it was met after 24s"},
		{[]time.Duration{3100 * time.Millisecond, 4200 * time.Millisecond}, false, 9 * s, "in the last 2 runs it was met after 3.1s to 4.2s"},
		{[]time.Duration{27 * s, 27 * s, 27 * s}, true, 60 * s, "in the last 3 runs it was met after 27s"},
		{[]time.Duration{29 * s, 1 * s, 2 * s, 3 * s, 4 * s, 5 * s}, false, 10 * s, "in the last 5 runs it was met after 1s to 5s"}, // the first is forgotten
	} {
		r, ok := filled(k, 30*s, c.needed...).Of(k, 30*s)
		if !ok || r.Close() != c.close || r.Allow() != c.allow || r.Before() != c.before {
			t.Errorf("%v: close %v, allow %v, %q", c.needed, r.Close(), r.Allow(), r.Before())
		}
	}
	if _, ok := filled(k, 30*s, s).Of(k, 60*s); ok {
		t.Error("a duration under another limit counts")
	}
	if _, ok := filled(k, 30*s, s).Of(Key{File: "b.feature"}, 30*s); ok {
		t.Error("a wait that was never added is known")
	}
}

func TestBounded(t *testing.T) {
	h := &History{}
	for i := range maxWaits + 10 {
		h.Add(Key{Number: i}, Met{At: day.Add(time.Duration(i) * s), Needed: s, Allowed: s})
	}
	h.bound(maxWaits)
	if _, ok := h.Of(Key{Number: 9}, s); ok || len(h.waits) != maxWaits {
		t.Errorf("%d waits, the oldest is there: %v", len(h.waits), ok)
	}
}

// TestLargeSuite: a run with more waits than the limit is remembered as a whole, and takes the place of all others.
func TestLargeSuite(t *testing.T) {
	store := Store{Path: filepath.Join(t.TempDir(), "history.json")}
	run := func(file string, waits int, at time.Time) {
		met := map[Key]Met{}
		for i := range waits {
			met[Key{File: file, Number: i}] = Met{At: at, Needed: s, Allowed: s}
		}
		if err := store.Add(t.Context(), met); err != nil {
			t.Fatal(err)
		}
	}
	run("small", 10, day)
	run("large", 2*maxWaits, day.Add(time.Hour))
	h, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 * maxWaits {
		if _, known := h.Longest(Key{File: "large", Number: i}); !known {
			t.Fatalf("wait %d of the last run is forgotten", i)
		}
	}
	if len(h.waits) != 2*maxWaits {
		t.Errorf("%d waits", len(h.waits))
	}
}

// TestStore: two concurrent runs do not lose each other's entries.
func TestStore(t *testing.T) {
	store := Store{Path: filepath.Join(t.TempDir(), "state", "history.json")}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := store.Add(t.Context(), map[Key]Met{{File: fmt.Sprint(i)}: {At: day, Needed: s, Allowed: 2 * s}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	h, err := store.Load()
	if err != nil || len(h.waits) != 20 {
		t.Errorf("%d of 20 waits, %v", len(h.waits), err)
	}
	files, err := os.ReadDir(filepath.Dir(store.Path))
	if err != nil || len(files) != 2 {
		t.Errorf("left: %v, %v", files, err)
	}
}

func TestUnusable(t *testing.T) {
	for text, want := range map[string]string{
		`{"version":1,"wai`: "is damaged", "": "is damaged", "[]": "is damaged", `{"version":2}`: "is of version 2 and not 1",
	} {
		store := Store{Path: filepath.Join(t.TempDir(), "history.json")}
		if err := os.WriteFile(store.Path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if h, err := store.Load(); h == nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
		if err := store.Add(t.Context(), map[Key]Met{{}: {At: day, Needed: s, Allowed: s}}); err != nil {
			t.Error(err)
		}
		if h, err := store.Load(); err != nil || len(h.waits) != 1 {
			t.Errorf("%q: it does not start empty: %v", text, err)
		}
	}
}

// TestStoreIsGivenUp: when the store cannot be written, the run continues with a note.
func TestStoreIsGivenUp(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := Store{Path: filepath.Join(file, "history.json")}.Add(context.WithoutCancel(t.Context()), map[Key]Met{{}: {}})
	if err == nil || !strings.Contains(err.Error(), "write the history: make the folder of") {
		t.Error(err)
	}
}
