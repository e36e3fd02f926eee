package scenarios_test

import (
	"path/filepath"
	"testing"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestReplayOfVersion1: bundles that were written with sentences for questions are judged again with the same results and
// nothing lacking, also after they were written in the current version.
func TestReplayOfVersion1(t *testing.T) {
	files, err := filepath.Glob("testdata/version1/*.tgz")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d bundles, %v", len(files), err)
	}
	for _, file := range files {
		b, err := bundle.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		if b.Version != 1 {
			t.Errorf("%s has version %d", file, b.Version)
		}
		again := filepath.Join(t.TempDir(), filepath.Base(file))
		if err := b.Write(again); err != nil {
			t.Fatal(err)
		}
		for _, one := range []string{file, again} {
			judgedAsRecorded(t, one, b)
		}
	}
}

func judgedAsRecorded(t *testing.T, file string, b *bundle.Bundle) {
	t.Helper()
	result, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: file, Lacked: func(check *report.Step, lacks string) {
		t.Errorf("%s: %s: %s", file, check.Text, lacks)
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range result.Scenarios[0].Steps {
		past := b.Steps[i]
		if string(s.Status) != past.Status {
			t.Errorf("%s: %s: %s, was %s", file, s.Text, s.Status, past.Status)
		}
		if past.Failure != nil && (s.Failure == nil || s.Failure.Saw != past.Failure.Saw) {
			t.Errorf("%s: %s\n saw %v\n was %s", file, s.Text, s.Failure, past.Failure.Saw)
		}
	}
}
