package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// TestCleanLeavesARunAlone: nothing is removed while a run keeps its evidence in the folder, unless --force is given.
func TestCleanLeavesARunAlone(t *testing.T) {
	state := filepath.Join(t.TempDir(), ".gherkind")
	f, err := bundle.OpenRunFolder(state)
	if err != nil {
		t.Fatal(err)
	}
	removed := 0
	all := func() error { removed++; return nil }
	err = cleanUnused(state, false, all)
	if !errors.As(err, new(*cluster.EnvironmentError)) || !strings.Contains(err.Error(), f.Dir) || removed > 0 {
		t.Errorf("while it goes on: %v, removed %d times", err, removed)
	}
	if _, err := os.Stat(f.Dir); err != nil {
		t.Errorf("its evidence: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cleanUnused(state, false, all); err != nil || removed != 1 {
		t.Errorf("after its end: %v, removed %d times", err, removed)
	}
	if _, err := os.Stat(state); !os.IsNotExist(err) {
		t.Errorf("the folder: %v", err)
	}
	if f, err = bundle.OpenRunFolder(state); err != nil {
		t.Fatal(err)
	}
	if err := cleanUnused(state, true, all); err != nil || removed != 2 {
		t.Errorf("with --force: %v, removed %d times", err, removed)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// TestCleanLeavesWhatStudentsHaveDone: marks and submissions in the state folder cannot be regenerated, so they stay.
func TestCleanLeavesWhatStudentsHaveDone(t *testing.T) {
	state := filepath.Join(t.TempDir(), ".gherkind")
	marks, cache := filepath.Join(state, "class", "pods.db"), filepath.Join(state, "history.json")
	for _, file := range []string{marks, cache} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for _, force := range []bool{false, true} {
		if err := cleanUnused(state, force, func() error { return nil }); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(marks); err != nil {
			t.Errorf("the marks: %v", err)
		}
		if _, err := os.Stat(cache); !os.IsNotExist(err) {
			t.Errorf("what a run has left: %v", err)
		}
	}
}
