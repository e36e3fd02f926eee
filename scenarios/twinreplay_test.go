package scenarios_test

import (
	"regexp"
	"testing"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// counted are the parts of a sentence that depend on moments: how often and how
// long something was waited for.
var counted = regexp.MustCompile(` \(asked \d+ times in [^)]*\)| \(unchanged for [^)]*\)|, after [0-9.hms]+$`)

// checkReplay replays what a failed scenario has recorded: without a cluster it
// fails at the same step, for the same cause, with the same words.
func checkReplay(t *testing.T, ran *report.Scenario) {
	t.Helper()
	result, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: ran.Bundle + ".tgz"})
	if err != nil {
		t.Fatal(err)
	}
	s := result.Scenarios[0]
	if s.Status != ran.Status || s.Failure == nil {
		t.Fatalf("the replay is %s: %s %v", s.Status, s.Err, s.Failure)
	}
	if s.Failure.Step != ran.Failure.Step || s.Failure.Code != ran.Failure.Code ||
		counted.ReplaceAllString(s.Failure.Saw, "") != counted.ReplaceAllString(ran.Failure.Saw, "") {
		t.Errorf("the replay differs: at %s\n%v\nthe run: at %s\n%v", s.Failure.Step, s.Failure, ran.Failure.Step, ran.Failure)
	}
}
