package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNamesThatNoClusterCanHave: invalid names are refused before anything is created, including files in the user's cache.
func TestNamesThatNoClusterCanHave(t *testing.T) {
	fake := newDocker(t)
	for _, name := range []string{"Bad Name!", "../up", "-x", ".", "a/b", strings.Repeat("x", longestName+1)} {
		o := Options{Name: name, StateDir: filepath.Join(fake.dir, "state")}
		_, up := Up(t.Context(), o)
		_, unused := DownUnused(t.Context(), o)
		_, state := State(t.Context(), o)
		_, connect := Connect(t.Context(), o)
		for verb, err := range map[string]error{"Up": up, "Down": Down(t.Context(), o), "DownUnused": unused, "State": state, "Connect": connect, "Check": o.Check()} {
			if !errors.As(err, new(*OptionError)) {
				t.Errorf("%s of %q: %v", verb, name, err)
			}
		}
	}
	for _, made := range []string{fake.cache, filepath.Join(fake.dir, "state")} {
		if _, err := os.Stat(made); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is made: %v", made, err)
		}
	}
	if asked := fake.asked(""); len(asked) > 0 {
		t.Errorf("docker was called: %q", asked)
	}
}

// TestDownOfNothing: no lock file is left for a cluster that never existed.
func TestDownOfNothing(t *testing.T) {
	fake := newDocker(t)
	var said []string
	o := Options{Name: "nonexist", StateDir: t.TempDir(), Progress: lines{&said}}
	if err := Down(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(fake.cache); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a file in the user's cache: %v", err)
	}
	if strings.Join(said, "|") != "there is no cluster nonexist" {
		t.Errorf("it says %q", said)
	}
}

// lines is a Progress that records lines.
type lines struct{ said *[]string }

func (lines) Step(string)        {}
func (lines) Done(string)        {}
func (l lines) Info(line string) { *l.said = append(*l.said, line) }
