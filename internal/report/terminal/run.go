package terminal

import (
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// tally is the state of a run for the display. It has copies, made while the model does not change, because the ticker reads them
// at any time.
type tally struct {
	total, done, bad int
	now              []*current // running scenarios, the longest-running first
}

// current is a running scenario.
type current struct {
	scenario *report.Scenario // only for comparison, never read
	name     string
	step     string
	at       *report.Step // only for comparison, never read
	since    time.Time    // start of the step
}

// RunStarted prints where the scenarios run.
func (t *Terminal) RunStarted(r *report.Run) {
	t.update(func() {
		t.run = &tally{total: len(r.Scenarios)}
		if !t.opts.Quiet {
			t.print(t.heading(r)...)
		}
	})
}

func (t *Terminal) heading(r *report.Run) []string {
	l := t.opts.Language
	parts := []string{short(r.Tool), l.Sayf("%s", say.Times("scenario", len(r.Scenarios)))}
	if r.Shard != nil {
		parts = append(parts, l.Sayf("shard %d of %d", r.Shard.Number, r.Shard.Count))
	}
	if c := r.Cluster; c.Name != "" {
		where := []string{l.Sayf("cluster %s", c.Name)}
		if c.Kubernetes != "" {
			where = append(where, "Kubernetes "+c.Kubernetes)
		}
		if len(c.Nodes) > 0 {
			where = append(where, l.Sayf("%s", say.Times("node", len(c.Nodes))))
		}
		if c.How != "" {
			where = append(where, l.Text(c.Means()))
		}
		parts = append(parts, plaintext.Line(strings.Join(where, l.Word(", ")), show.MaxText))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	lines := plaintext.Wrap(strings.Join(parts, l.Word("; ")), t.opts.width())
	for i := range lines {
		lines[i] = t.opts.paint(bold, lines[i])
	}
	return lines
}

// ScenarioStarted adds the scenario to the running ones.
func (t *Terminal) ScenarioStarted(s *report.Scenario) {
	t.update(func() {
		t.tally().now = append(t.tally().now, &current{scenario: s, name: t.named(s), since: t.now()})
	})
}

// named returns the scenario's name for a live line.
func (t *Terminal) named(s *report.Scenario) string {
	if n := len(s.Earlier); n > 0 {
		return t.opts.Language.Sayf("(attempt %d) %s", n+1, short(s.Name))
	}
	return short(s.Name)
}

// StepStarted shows the step after the scenario's name.
func (t *Terminal) StepStarted(s *report.Scenario, step *report.Step) {
	t.update(func() {
		if c := t.tally().find(s); c != nil {
			c.step, c.at, c.since = short(step.Keyword+" "+step.Text), step, t.now()
		}
	})
}

// StepSees implements Watcher. It never blocks, because watches call it while they hold their lock. The text is displayed when
// the lines are drawn next.
func (t *Terminal) StepSees(s *report.Scenario, step *report.Step, saw string) {
	t.sights.note(s, step, saw)
}

// short returns untrusted text for a line that is soon replaced.
func short(s string) string { return plaintext.Line(s, 400) }

// StepFinished does nothing: the next step, or the end, follows immediately.
func (t *Terminal) StepFinished(*report.Scenario, *report.Step) {}

// ScenarioFinished prints the scenario's line and, if it failed, why.
func (t *Terminal) ScenarioFinished(s *report.Scenario) {
	t.update(func() {
		r := t.tally()
		r.done++
		r.now = slices.DeleteFunc(r.now, func(c *current) bool { return c.scenario == s })
		t.sights.forget(s)
		failed := s.Outcome().Ran() && !s.Outcome().Passed()
		if failed && s.Outcome() != report.OutcomeInterrupted {
			r.bad++
		}
		if failed && t.shownBefore(s) {
			t.print(append(t.headline(s, true), t.endLines(s)...)...)
		} else if failed || len(s.Earlier)+len(s.Warnings) > 0 || !t.opts.Quiet {
			t.print(t.scenarioLines(s)...)
		}
	})
}

// ScenarioRetried prints why the attempt failed, and that another one follows.
func (t *Terminal) ScenarioRetried(s, failed *report.Scenario) {
	t.update(func() {
		r := t.tally()
		r.now = slices.DeleteFunc(r.now, func(c *current) bool { return c.scenario == s })
		t.sights.forget(s)
		if !t.opts.Quiet {
			lines := t.scenarioLines(failed)
			if t.shownBefore(failed) {
				lines = append(t.headline(failed, true), t.endLines(failed)...)
			}
			t.print(append(lines, t.opts.paintBlock(t.opts.told().Label("next", t.opts.Language.Sayf("it will be tried again in new namespaces"), t.opts.width()))...)...)
		}
	})
}

// Note prints the text, unless the output is quiet.
func (t *Terminal) Note(text string) {
	t.update(func() {
		if !t.opts.Quiet {
			t.print(plaintext.Hang(t.opts.Language.Word("note: "), plaintext.Lines(t.opts.Language.Retell(text), show.MaxText), t.opts.width())...)
		}
	})
}

// RunFinished prints the summary and ends the display.
func (t *Terminal) RunFinished(r *report.Run) error {
	t.update(func() {
		t.run = nil
		t.screen.draw(nil)
		t.print(t.summary(r)...)
	})
	return t.Close()
}

// tally returns the state of the run, also if RunStarted was not called.
func (t *Terminal) tally() *tally {
	if t.run == nil {
		t.run = &tally{}
	}
	return t.run
}

func (r *tally) find(s *report.Scenario) *current {
	for _, c := range r.now {
		if c.scenario == s {
			return c
		}
	}
	return nil
}
