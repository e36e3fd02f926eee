package report

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// retriedRun is a run with a scenario of each cause, and one that passed at once.
func retriedRun() *Run {
	r := fakeRun()
	flaky, broken, passed, spoiltOnce := oomKilled(), oomKilled(), r.Scenarios[0], spoilt()
	flaky.Bundle, flaky.Kept = ".gherkind/last/memory-12", false
	broken.Name, broken.Line, broken.Steps[1].Line, broken.Kept = "A container below its limit runs", 22, 24, false
	for _, s := range []*Scenario{flaky, spoiltOnce} {
		s.TryAgain()
		s.Started, s.Ended, s.Status = start.Add(35*time.Second), start.Add(37*time.Second), Passed
		for _, step := range s.Steps {
			step.Status, step.Duration = Passed, time.Second
		}
	}
	first := *broken
	broken.TryAgain()
	earlier := broken.Earlier
	*broken = first
	broken.Earlier = earlier
	broken.Bundle = ".gherkind/last/memory-22-attempt-2/"
	r.Scenarios = []*Scenario{passed, flaky, broken, spoiltOnce}
	r.Features = featuresOf(r)
	return r
}

// TestRetried: every format tells of the attempts in its own way.
func TestRetried(t *testing.T) {
	for _, format := range Formats() {
		t.Run(format.Name, func(t *testing.T) {
			if format.Name == "table" {
				return
			}
			path, run := filepath.Join(t.TempDir(), "report"), retriedRun()
			if err := replay(format.open(path), run, func() {}); err != nil {
				t.Fatal(err)
			}
			text := readFile(t, path)
			checkers[format.Name](t, run, text)
			golden(t, "retried."+format.Name, anywhere(text))
		})
	}
	var out strings.Builder
	term := newTerminal(&out, TerminalOptions{Unicode: true, Width: 100}, clock())
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
	golden(t, "retried.txt", out.String())
}

// TestKilledBetweenAttempts: a scenario that waits for its next attempt was not left out, and did
// not come to its end.
func TestKilledBetweenAttempts(t *testing.T) {
	for name, want := range map[string]string{"json": `"code": "INTERRUPTED"`, "junit": `type="INTERRUPTED"`, "messages": `"willBeRetried":true`, "ctrf": `"other": 1`} {
		for _, format := range Formats() {
			if format.Name != name {
				continue
			}
			path, run := filepath.Join(t.TempDir(), "report"), fakeRun()
			run.Scenarios = run.Scenarios[1:2]
			l := format.open(path)
			l.RunStarted(run)
			failed := run.Scenarios[0].TryAgain()
			Retried(Multi(l), run.Scenarios[0], failed)
			text := readFile(t, path)
			checkers[name](t, run, text)
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s:\n%s", name, want, text)
			}
		}
	}
}
