package formats

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios/report"
)

// retriedRun is a run with a scenario of each cause, and one that passed at once.
func retriedRun() *report.Run {
	r := reporttest.FakeRun()
	flaky, broken, passed, infraOnce := reporttest.OOMKilled(), reporttest.OOMKilled(), r.Scenarios[0], reporttest.Infrastructure()
	flaky.Bundle, flaky.Kept = ".gherkind/last/memory-12", false
	broken.Name, broken.Line, broken.Steps[1].Line, broken.Kept = "A container below its limit runs", 22, 24, false
	for _, s := range []*report.Scenario{flaky, infraOnce} {
		s.TryAgain()
		s.Started, s.Ended, s.Status = reporttest.Start.Add(35*time.Second), reporttest.Start.Add(37*time.Second), report.Passed
		for _, step := range s.Steps {
			step.Status, step.Duration = report.Passed, time.Second
		}
	}
	first := *broken
	broken.TryAgain()
	earlier := broken.Earlier
	*broken = first
	broken.Earlier = earlier
	broken.Bundle = ".gherkind/last/memory-22-attempt-2/"
	r.Scenarios = []*report.Scenario{passed, flaky, broken, infraOnce}
	r.Features = reporttest.FeaturesOf(r)
	return r
}

// TestRetried: every format shows the attempts in its own way.
func TestRetried(t *testing.T) {
	for _, format := range All() {
		t.Run(format.Name, func(t *testing.T) {
			path, run := filepath.Join(t.TempDir(), "report"), retriedRun()
			if err := reporttest.Replay(format.Open(path), run, func() {}); err != nil {
				t.Fatal(err)
			}
			text := reporttest.ReadFile(t, path)
			checkers[format.Name](t, run, text)
			reporttest.Golden(t, "retried."+format.Name, reporttest.Anywhere(text))
		})
	}
	var out strings.Builder
	term := terminal.NewWithClock(&out, terminal.Options{Unicode: true, Width: 100}, reporttest.Clock())
	run := retriedRun()
	term.RunStarted(run)
	for _, s := range run.Scenarios {
		for _, a := range s.Earlier {
			term.ScenarioStarted(s)
			term.ScenarioRetried(s, a)
		}
		term.ScenarioStarted(s)
		term.ScenarioFinished(s)
	}
	if err := term.RunFinished(run); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "retried.txt", out.String())
}

// TestKilledBetweenAttempts: a scenario that waits for its next attempt was neither left out nor finished.
func TestKilledBetweenAttempts(t *testing.T) {
	for name, want := range map[string]string{"json": `"code": "INTERRUPTED"`, "junit": `type="INTERRUPTED"`, "messages": `"willBeRetried":true`, "ctrf": `"other": 1`} {
		for _, format := range All() {
			if format.Name != name {
				continue
			}
			path, run := filepath.Join(t.TempDir(), "report"), reporttest.FakeRun()
			run.Scenarios = run.Scenarios[1:2]
			l := format.Open(path)
			l.RunStarted(run)
			failed := run.Scenarios[0].TryAgain()
			report.Retried(reporttest.Multi(l), run.Scenarios[0], failed)
			text := reporttest.ReadFile(t, path)
			checkers[name](t, run, text)
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s:\n%s", name, want, text)
			}
		}
	}
}
