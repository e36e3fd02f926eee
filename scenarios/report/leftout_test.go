package report_test

import (
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

func TestWhatIsLeftOutForAReasonDoesNotFailARun(t *testing.T) {
	leftOut := &report.Scenario{Name: "a", URI: "a.feature", Line: 3, Status: report.Skipped, Err: "not on an external cluster"}
	for _, c := range []struct {
		other report.Scenario
		want  bool
	}{
		{report.Scenario{Status: report.Passed}, true},
		{report.Scenario{Status: report.Skipped}, false}, // by an interrupt
		{report.Scenario{Status: report.Failed}, false},
		{report.Scenario{Status: report.Passed, Err: "the host"}, false},
	} {
		r := &report.Run{Scenarios: []*report.Scenario{leftOut, &c.other}}
		if got := r.Passed(); got != c.want {
			t.Errorf("beside %+v: passed is %v", c.other, got)
		}
	}
	if v := leftOut.Outcome(); v != report.OutcomeSkipped {
		t.Errorf("outcome %v", v)
	}
}
