package report

import (
	"strings"
	"testing"
)

func TestWhatIsLeftOutForAReasonDoesNotFailARun(t *testing.T) {
	leftOut := &Scenario{Name: "a", URI: "a.feature", Line: 3, Status: Skipped, Err: "not on a cluster of somebody else"}
	for _, c := range []struct {
		other Scenario
		want  bool
	}{
		{Scenario{Status: Passed}, true},
		{Scenario{Status: Skipped}, false}, // by an interrupt
		{Scenario{Status: Failed}, false},
		{Scenario{Status: Passed, Err: "the host"}, false},
	} {
		r := &Run{Scenarios: []*Scenario{leftOut, &c.other}}
		if got := r.Passed(); got != c.want {
			t.Errorf("beside %+v: passed is %v", c.other, got)
		}
	}
	if v := leftOut.Verdict(); v != NotRun {
		t.Errorf("verdict %v", v)
	}
	if e := (entry{Scenario: leftOut, stage: ended}); e.reason() != leftOut.Err || caseOf(e).Skipped == nil {
		t.Errorf("reason %q, JUnit %+v", e.reason(), caseOf(e))
	}
	lines := strings.Join((&Terminal{}).scenarioLines(leftOut), "\n")
	if !strings.Contains(lines, "why   not on a cluster of somebody else") || strings.Contains(lines, "err") {
		t.Errorf("printed:\n%s", lines)
	}
}
