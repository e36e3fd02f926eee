package junit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestJUnit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reports", "junit.xml") // creates the folder
	run := reporttest.FakeRun()
	if err := reporttest.Replay(New(path), run, func() {}); err != nil {
		t.Fatal(err)
	}
	reporttest.CheckJUnit(t, run, reporttest.ReadFile(t, path))
}

// TestJUnitOfAKilledRun: running scenarios are errors, and scenarios that were not started are skipped.
func TestJUnitOfAKilledRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "junit.xml")
	l, run := New(path), reporttest.FakeRun()
	for _, s := range run.Scenarios[2:] {
		s.Status = ""
	}
	for _, s := range run.Scenarios[4:] {
		s.Started, s.Err = time.Time{}, ""
	}
	l.RunStarted(run)
	for _, s := range run.Scenarios[:4] {
		l.ScenarioStarted(s)
	}
	l.ScenarioFinished(run.Scenarios[0])
	l.ScenarioFinished(run.Scenarios[1])
	doc := reporttest.ReadJUnit(t, reporttest.ReadFile(t, path))
	var got []string
	for _, suite := range doc.Suites {
		for _, c := range suite.Cases {
			switch {
			case c.Error != nil:
				got = append(got, c.Error.Type)
			case c.Failure != nil:
				got = append(got, c.Failure.Type)
			case c.Skipped != nil:
				got = append(got, c.Skipped.Message)
			default:
				got = append(got, "passed")
			}
		}
	}
	if got, want := strings.Join(got, ", "), "passed, POD_OOM_KILLED, INTERRUPTED, INTERRUPTED, not run, not run"; got != want {
		t.Errorf("cases = %s, want %s", got, want)
	}
}

func TestJUnitCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := reporttest.Replay(New(filepath.Join(file, "junit.xml")), reporttest.FakeRun(), func() {})
	if err == nil || !strings.Contains(err.Error(), "write JUnit report: make the folder of") {
		t.Errorf("RunFinished = %v", err)
	}
}

func TestJUnitTellsOutlineRowsApart(t *testing.T) {
	run := &report.Run{Started: reporttest.Start, Ended: reporttest.Start}
	for _, line := range []int{10, 11} {
		s := reporttest.Passed()
		s.Line = line
		run.Scenarios = append(run.Scenarios, s)
	}
	var cases []junitCase
	for _, s := range run.Scenarios {
		cases = append(cases, caseOf(show.Entry{Scenario: s, Stage: show.Ended}))
	}
	doc := suitesOf(run, cases)
	for i, want := range []string{"The control plane takes no business pods (line 10)", "The control plane takes no business pods (line 11)"} {
		if got := doc.Suites[0].Cases[i].Name; got != want {
			t.Errorf("name = %q, want %q", got, want)
		}
	}
}

// TestJUnitLimits: a log of a megabyte is cut.
func TestJUnitLimits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "junit.xml")
	run := reporttest.HostileRun(strings.Repeat("x", 1<<20), strings.Repeat("中\n", 1<<18))
	if err := reporttest.Replay(New(path), run, func() {}); err != nil {
		t.Fatal(err)
	}
	text := reporttest.ReadFile(t, path)
	if limit := len(run.Scenarios) * 3 * show.MaxBody; len(text) > limit {
		t.Errorf("the report has %d bytes, more than %d", len(text), limit)
	}
	if !strings.Contains(text, "KiB more)") {
		t.Error("the report does not say that something was left out")
	}
}

// TestJUnitOfWhatIsLeftOut: a skipped scenario has its reason.
func TestJUnitOfWhatIsLeftOut(t *testing.T) {
	leftOut := &report.Scenario{Name: "a", URI: "a.feature", Line: 3, Status: report.Skipped, Err: "not on an external cluster"}
	if c := caseOf(show.Entry{Scenario: leftOut, Stage: show.Ended}); c.Skipped == nil || c.Skipped.Message != leftOut.Err {
		t.Errorf("JUnit %+v", c)
	}
}
