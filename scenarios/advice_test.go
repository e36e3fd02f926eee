package scenarios_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/history"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/steps/world"
)

// TestAdviceFromRunToRun on the real cluster: the next run knows how long a wait took, and says so if the wait times out. The
// durations are written into the history, so that no machine is too fast for the test.
func TestAdviceFromRunToRun(t *testing.T) {
	onCluster(t)
	dir := folderWith(t, map[string]string{"features/tries.feature": tries})
	state := t.TempDir()
	store := history.Store{Path: state + "/history.json"}
	timeouts := world.DefaultTimeouts()
	near := history.Key{File: "features/tries.feature", Scenario: "Well from the start", Step: `configmap "here" exists`, Number: 1}
	absent := history.Key{File: "features/tries.feature", Scenario: "Never mended", Step: `pod "absent" is Running within 1s`}
	for _, needed := range []time.Duration{300 * time.Millisecond, 700 * time.Millisecond} {
		at := time.Now().Add(needed - time.Hour)
		if err := store.Add(t.Context(), map[history.Key]history.Met{
			near:   {At: at, Needed: timeouts.Step * 9 / 10, Allowed: timeouts.Step},
			absent: {At: at, Needed: needed, Allowed: time.Second},
		}); err != nil {
			t.Fatal(err)
		}
	}
	result, err := scenarios.Run(t.Context(), scenarios.Options{
		FS: os.DirFS(dir), Paths: []string{"features/tries.feature:6", "features/tries.feature:9"}, Cluster: shared(t), StateDir: state,
	})
	if err != nil {
		t.Fatal(err)
	}
	if text := result.Scenarios[0].Failure.Error(); !strings.Contains(text, "in the last 2 runs it was met after 300ms to 700ms") {
		t.Errorf("the failure does not say how long the wait took before:\n%s", text)
	}
	if len(result.Advice) != 1 || result.Advice[0].Runs != 3 || result.Advice[0].Place() != "features/tries.feature:16" ||
		result.Advice[0].Needed != timeouts.Step*9/10 || result.Advice[0].Allowed != timeouts.Step {
		t.Errorf("advice %v", result.Advice)
	}
	now, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := now.Of(near, timeouts.Step); r.Runs != 3 || r.Shortest <= 0 || r.Shortest >= r.Longest {
		t.Errorf("the run is not remembered: %+v", r)
	}
	if r, _ := now.Of(absent, time.Second); r.Runs != 2 {
		t.Errorf("a wait that timed out counts as met: %+v", r)
	}
}
