package mutate_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/schedule"
)

// again tries mutants of a suite with the results in the file, and returns the report and what was run.
func again(t *testing.T, path string, f *fake, names ...string) (*mutate.Report, []string) {
	t.Helper()
	memory, err := mutate.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	s := suite(t)
	m := mutate.Begin(s, mutants(s, names...), mutate.Options{Limits: schedule.Limits{Most: 1}, Memory: memory, Versions: []string{"v1"}})
	if err := m.On(t.Context(), f, s.Cases); err != nil {
		t.Fatal(err)
	}
	return m.Report(), f.tried
}

func ofB(what string, _ int, _ mutate.Trial) mutate.Outcome {
	if what == "b x" {
		return noticed
	}
	return passed
}

func TestWhatIsKnownIsNotRunAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mutants")
	first, _ := again(t, path, &fake{ending: ofB}, "x", "y")
	second, tried := again(t, path, &fake{}, "x", "y")
	if len(tried) != 0 {
		t.Errorf("tried %q", tried)
	}
	if second.Score != first.Score || second.Score != (mutate.Score{Killed: 1, Survived: 1}) {
		t.Errorf("%v, then %v", first.Score, second.Score)
	}
	if by := second.Of(mutate.Killed)[0].By; by == nil || *by != *first.Of(mutate.Killed)[0].By {
		t.Errorf("killed by %+v", by)
	}
	third, tried := again(t, path, &fake{}, "x", "y", "z")
	if want := []string{"a", "b", "a z", "b z", "a z", "b z"}; !slices.Equal(tried, want) || third.Score.Survived != 2 {
		t.Errorf("tried %q, want %q; %v", tried, want, third.Score)
	}
}

func TestAnInvalidMutantIsKnown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mutants")
	again(t, path, &fake{refuse: "no"}, "x")
	r, tried := again(t, path, &fake{}, "x")
	if len(tried) != 0 || r.Score.Invalid != 1 || r.Mutants[0].Why != "no" {
		t.Errorf("tried %q: %+v", tried, r.Mutants)
	}
}

// A run that is killed may leave an incomplete last line.
func TestAnInterruptedMutationGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mutants")
	ctx, stop := context.WithCancel(t.Context())
	f := &fake{ending: func(what string, _ int, _ mutate.Trial) mutate.Outcome {
		if what == "a y" {
			stop()
			return mutate.Outcome{Ending: mutate.NotRun}
		}
		return ofB(what, 1, mutate.Trial{})
	}}
	memory, err := mutate.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := suite(t)
	m := mutate.Begin(s, mutants(s, "x", "y"), mutate.Options{Limits: schedule.Limits{Most: 1}, Memory: memory, Versions: []string{"v1"}})
	if err := m.On(ctx, f, s.Cases); err == nil {
		t.Error("no error")
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`{"key":"cut o`); err != nil {
		t.Fatal(err)
	}
	file.Close()
	r, tried := again(t, path, &fake{}, "x", "y")
	if want := []string{"a", "b", "a y", "b y", "a y", "b y"}; !slices.Equal(tried, want) || r.Score != (mutate.Score{Killed: 1, Survived: 1}) {
		t.Errorf("tried %q, want %q; %v", tried, want, r.Score)
	}
	if _, tried := again(t, path, &fake{}, "x", "y"); len(tried) != 0 {
		t.Errorf("tried %q", tried)
	}
}

// Results may contain output of containers, so only the owner may read the file, like all evidence.
func TestOnlyTheOwnerReadsWhatIsKnown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "mutants")
	memory, err := mutate.OpenFile(path)
	if err == nil {
		err = memory.Put(mutate.Known{Key: "k", Ending: mutate.Passed})
	}
	if err == nil {
		err = memory.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}
