package formats

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios/report"
)

// halted is a scenario that was interrupted during a wait.
func halted() *report.Scenario {
	s := reporttest.Scenario("Memory", "A container above its limit is killed", "features/pods/memory.feature", 12)
	s.Status, s.Ended = report.Failed, s.Started.Add(2100*time.Millisecond)
	s.Failure = &explain.Failure{Want: "what it wants", Saw: "it is Pending", Hint: "more time", Code: "POD_UNSCHEDULABLE"}
	s.Steps = []*report.Step{
		{Keyword: "Given", Text: `the manifest "memory.yaml" is applied`, Line: 13, Status: report.Passed, Duration: 400 * time.Millisecond},
		{Keyword: "Then", Text: `pod "memory-hog" is Running within 30s`, Line: 14, Status: report.Failed, Duration: 1700 * time.Millisecond, Failure: s.Failure},
		{Keyword: "And", Text: `pod "memory-hog" never restarts`, Line: 15, Status: report.Skipped},
	}
	s.Interrupt()
	return s
}

// TestInterruptedInEveryFormat: an interrupted scenario is shown as interrupted everywhere, and nowhere as failed.
func TestInterruptedInEveryFormat(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string][]string{
		"junit":    {`type="INTERRUPTED"`, `errors="1"`, `failures="0"`, `message="interrupted 1.7s after this step began; until then: it is Pending"`, "interrupted  Then pod"},
		"json":     {`"code": "INTERRUPTED"`, `"status": "interrupted"`, `"interrupted": 1`, `"failed": 0`},
		"ctrf":     {`"status": "other"`, `"rawStatus": "interrupted"`, `"failed": 0`, `"other": 1`},
		"tap":      {"not ok 1", "code: INTERRUPTED", "severity: error"},
		"html":     {`data-status="interrupted"`, `aria-label="interrupted"`, "<h2>Interrupted", "until then: it is Pending"},
		"markdown": {"## gherkind: 1 interrupted", "✋ interrupted"},
		"github":   {"::error ", "interrupted 1.7s after this step began"},
		"messages": {`"status":"SKIPPED"`, "interrupted 1.7s after this step began"},
	} {
		r := &report.Run{ID: "7f3a", Started: reporttest.Start, Ended: reporttest.Start.Add(time.Minute), Tool: "gherkind", Scenarios: []*report.Scenario{halted()}}
		r.Features = reporttest.FeaturesOf(r)
		path := filepath.Join(dir, name)
		l, err := Parse(name + ":" + path)
		if err == nil {
			err = reporttest.Replay(l, r, func() {})
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, each := range append(want, "interrupted") {
			if !strings.Contains(string(text), each) {
				t.Errorf("%s lacks %q:\n%s", name, each, text)
			}
		}
		for _, never := range []string{"1 failed", "1 broken", "more time", "POD_UNSCHEDULABLE"} {
			if strings.Contains(string(text), never) {
				t.Errorf("%s has %q:\n%s", name, never, text)
			}
		}
	}
}

// TestInterruptedOnTheTerminal: it is not listed as failed.
func TestInterruptedOnTheTerminal(t *testing.T) {
	var out strings.Builder
	r := &report.Run{Started: reporttest.Start, Ended: reporttest.Start.Add(time.Minute), Scenarios: []*report.Scenario{halted()}}
	if err := reporttest.Replay(terminal.New(&out, terminal.Options{Unicode: true}), r, func() {}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"- A container above its limit is killed  features/pods/memory.feature:12  interrupted after 2.1s\n",
		"  features/pods/memory.feature:14: Then pod \"memory-hog\" is Running within 30s\n",
		"  err   interrupted 1.7s after this step began; until then: it is Pending\n", "1 scenario: 1 interrupted;",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, out.String())
		}
	}
	for _, never := range []string{"✗", "failed", "run again", "more time"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("it has %q:\n%s", never, out.String())
		}
	}
}

// TestInterruptedBetweenSteps: no step was running.
func TestInterruptedBetweenSteps(t *testing.T) {
	s := &report.Scenario{Status: report.Failed, Steps: []*report.Step{{Status: report.Passed}, {Status: report.Skipped}}}
	s.Interrupt()
	if s.Outcome() != report.OutcomeInterrupted || s.Err != "interrupted" {
		t.Errorf("%v: %q", s.Outcome(), s.Err)
	}
}
