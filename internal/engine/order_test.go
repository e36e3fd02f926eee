package engine

import (
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/history"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestTheLongestBeginFirst: when scenarios run in parallel, new ones start first, then the longest.
func TestTheLongestBeginFirst(t *testing.T) {
	past := &history.History{}
	r := &runner{past: past, models: map[*gherkin.Pickle]*report.Scenario{}}
	var pickles []*gherkin.Pickle
	for _, known := range []struct {
		name  string
		waits []time.Duration
	}{
		{"short", []time.Duration{time.Second}},
		{"new", nil},
		{"two waits", []time.Duration{4 * time.Second, 5 * time.Second}},
		{"long", []time.Duration{8 * time.Second}},
		{"as short", []time.Duration{time.Second}},
	} {
		pickle := &gherkin.Pickle{Name: known.name}
		model := &report.Scenario{URI: "features/x.feature", Name: known.name, Steps: []*report.Step{{Text: "an action"}}}
		for i, needed := range known.waits {
			model.Steps = append(model.Steps, &report.Step{Text: "a wait"})
			past.Add(keyOf(model, i+1), history.Met{At: time.Unix(2, 0), Needed: needed, Allowed: time.Minute})
			past.Add(keyOf(model, i+1), history.Met{At: time.Unix(1, 0), Needed: needed / 2, Allowed: time.Hour})
		}
		r.models[pickle] = model
		pickles = append(pickles, pickle)
	}
	for parallel, want := range map[int]string{
		1: "short, new, two waits, long, as short",
		2: "new, two waits, long, short, as short",
	} {
		r.options.Limits.Most = parallel
		var names []string
		for _, pickle := range r.inOrder(pickles) {
			names = append(names, pickle.Name)
		}
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%d at a time: %s, want %s", parallel, got, want)
		}
	}
	if pickles[0].Name != "short" {
		t.Error("the order of the caller has changed")
	}
}
