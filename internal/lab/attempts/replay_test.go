package attempts

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// TestReplay: stored bundles give the same marks, differences are reported, and a changed bundle is detected.
func TestReplay(t *testing.T) {
	l := newLog(t)
	file := filepath.Join(t.TempDir(), "b.tgz")
	write(t, file, "observed")
	if _, err := l.Append(t.Context(), grade("s1", 100), map[string]string{"b": file}); err != nil {
		t.Fatal(err)
	}
	r, err := l.Verify(t.Context(), "")
	if err != nil || r.Bundles != 1 {
		t.Fatal(err)
	}
	entry := r.Entries[0]
	same := func(_ context.Context, bundle string, was marks.Criterion) (marks.Criterion, error) {
		if got := read(t, bundle); got != "observed" {
			t.Errorf("bundle %q", got)
		}
		was.Seconds = 9
		return was, nil
	}
	again, err := l.Replay(t.Context(), entry, same)
	if err != nil || len(again.Differences) != 0 || strings.Join(again.NotReplayed, " ") != "a" {
		t.Errorf("%+v, %v", again, err)
	}
	other := func(_ context.Context, _ string, was marks.Criterion) (marks.Criterion, error) {
		was.Verdict, was.Earned, was.Points = marks.Passed, was.Points, 0
		return was, nil
	}
	if again, err = l.Replay(t.Context(), entry, other); err != nil || len(again.Differences) != 1 || !strings.Contains(again.Differences[0], "b was partial with 1 of 3 points, now it is passed") {
		t.Errorf("%+v, %v", again, err)
	}
	write(t, l.BundlePath(entry.Bundles[0]), "changed")
	if _, err := l.Replay(t.Context(), entry, same); err == nil || !strings.Contains(err.Error(), "the bundle of b was changed") {
		t.Error(err)
	}
	if _, err := l.Verify(t.Context(), ""); err == nil || !strings.Contains(err.Error(), ":1: the bundle of b was changed") {
		t.Error(err)
	}
}

// TestWhatAFakedStatusCostIsReplayed: the observations do not show why such a criterion was missed, so it keeps its mark.
func TestWhatAFakedStatusCostIsReplayed(t *testing.T) {
	l, g := newLog(t), grade("s1", 100)
	for i := range g.Criteria {
		g.Criteria[i].Verdict, g.Criteria[i].Earned, g.Criteria[i].Credit, g.Criteria[i].Code = marks.Failed, 0, "", marks.CodeFaked
	}
	if _, err := l.Append(t.Context(), g, nil); err != nil {
		t.Fatal(err)
	}
	r, err := l.Verify(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := l.Replay(t.Context(), r.Entries[0], nil)
	if err != nil || len(again.Differences)+len(again.NotReplayed) != 0 {
		t.Errorf("%+v, %v", again, err)
	}
}
