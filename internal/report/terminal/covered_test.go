package terminal

import (
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestCoveredCountsWhatOverlapsOnce(t *testing.T) {
	at := func(second int) time.Time { return time.Unix(int64(second), 0) }
	span := func(from, to int) *report.Scenario { return &report.Scenario{Started: at(from), Ended: at(to)} }
	for want, scenarios := range map[time.Duration][]*report.Scenario{
		27 * time.Second: {span(10, 15), span(15, 30), span(3, 30)}, // two besides a longer one, out of order
		20 * time.Second: {span(0, 10), span(50, 60)},               // one after the other
		15 * time.Second: {span(0, 10), span(5, 15)},
	} {
		if got := covered(scenarios); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestCriticalPathSaysWhatMoreCoresWouldDo(t *testing.T) {
	r := reporttest.FakeRun()
	for busy, want := range map[float64]bool{0: false, 0.89: false, 0.974: true} {
		r.CPU = busy
		if got := criticalPath(nil, r); strings.Contains(got, "CPU was 97% busy") != want || strings.Contains(got, "cores") != want {
			t.Errorf("CPU %v: %s", busy, got)
		}
	}
}
