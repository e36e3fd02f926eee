package terminal

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestRepeated: the summary says how often each scenario has passed, and lists each once among those to run again.
func TestRepeated(t *testing.T) {
	r := &report.Run{Stopped: "a.feature:3 failed, and so on"}
	for _, each := range []struct {
		line     int
		statuses []report.Status
	}{
		{2, []report.Status{report.Passed, report.Passed, report.Passed}},
		{3, []report.Status{report.Failed, report.Passed, report.Failed}},
		{4, []report.Status{report.Passed, report.Skipped, report.Skipped}},
	} {
		for i, status := range each.statuses {
			s := &report.Scenario{Name: "It starts", URI: "a.feature", Line: each.line, Status: status, Repetition: i + 1, Repetitions: 3}
			s.Name += s.Repeated()
			r.Scenarios = append(r.Scenarios, s)
		}
	}
	lines := NewWithClock(nil, Options{}, reporttest.Clock()).summary(r)
	want := []string{
		"passed:", "  1 of 3  a.feature:3  It starts", "  3 of 3  a.feature:2  It starts", "  1 of 1  a.feature:4  It starts", "",
		"run again what failed:", "  gherkind run a.feature:3", "", "  stop  a.feature:3 failed, and so on",
		"9 scenarios: 5 passed, 2 failed, 2 not run",
	}
	if got := slices.DeleteFunc(lines[1:], func(l string) bool { return strings.HasPrefix(l, "longest") }); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
