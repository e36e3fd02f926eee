package terminal

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
)

// summary returns the end of the output: what failed and how to run it again, then the counts, the duration, and the longest
// scenario.
func (t *Terminal) summary(r *report.Run) []string {
	var lines []string
	if !t.opts.Quiet || r.Counts().Unsuccessful() > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, t.repeated(r)...)
	lines = append(lines, t.reruns(r)...)
	lines = append(lines, t.opts.told().Label("stop", r.Stopped, t.opts.width())...)
	lines = append(lines, t.opts.told().Label("err", r.Err, t.opts.width())...)
	lines = append(lines, t.advice(r)...)
	lines = append(lines, t.total(r))
	if s := r.Longest(); s != nil && len(r.Scenarios) > 1 {
		text := t.opts.Language.Sayf("longest: %s  %s  ", explain.Seconds(s.Duration()), plaintext.Line(s.Place(), show.MaxText))
		name := plaintext.Line(s.Name, show.MaxText)
		if width := t.opts.width(); width > 0 {
			name = plaintext.Clip(name, max(width-plaintext.Width(text), minName), t.opts.ellipsis())
		}
		lines = append(lines, t.opts.paint(dim, text+name))
		for _, line := range plaintext.Hang(t.opts.Language.Word("critical path: "), criticalPath(t.opts.Language, r), t.opts.width()) {
			lines = append(lines, t.opts.paint(dim, line))
		}
	}
	return lines
}

// criticalPath describes what the duration of a run consists of: parallel scenarios, exclusive ones, clusters of other
// topologies, and the end, which waits for deleted namespaces.
func criticalPath(l *say.Language, r *report.Run) string {
	var last time.Time
	var ordinary, exclusive []*report.Scenario
	for _, s := range attemptsOf(r) {
		switch {
		case s.Ended.IsZero():
			continue
		case tags.Has(s.Tags, tags.Exclusive):
			exclusive = append(exclusive, s)
		default:
			ordinary = append(ordinary, s)
		}
		if s.Ended.After(last) {
			last = s.Ended
		}
	}
	if last.IsZero() {
		return ""
	}
	together, apart := covered(ordinary), covered(exclusive)
	var parts []string
	if len(ordinary) > 0 {
		parts = append(parts, l.Sayf("%s in parallel", explain.Seconds(together)))
	}
	if len(exclusive) > 0 {
		parts = append(parts, l.Sayf("%s exclusive (%s)", explain.Seconds(apart), say.Times("scenario", len(exclusive))))
	}
	if clusters := last.Sub(r.Started) - together - apart; clusters > time.Second {
		parts = append(parts, l.Sayf("%s waiting (cluster setup, node locks)", explain.Seconds(clusters)))
	}
	if r.Ended.After(last) {
		parts = append(parts, l.Sayf("%s cleaning up", explain.Seconds(r.Ended.Sub(last))))
	}
	if r.CPU >= allBusy {
		parts[len(parts)-1] = l.Sayf("%s; this machine's CPU was %.0f%% busy, more cores would shorten it", parts[len(parts)-1], 100*r.CPU)
	}
	return strings.Join(parts, " + ")
}

// allBusy is the CPU utilisation above which the duration of a run is limited by the CPU.
const allBusy = 0.9

// attemptsOf returns all attempts of all scenarios.
func attemptsOf(r *report.Run) []*report.Scenario {
	var all []*report.Scenario
	for _, s := range r.Scenarios {
		all = append(all, s.Attempts()...)
	}
	return all
}

// covered returns how long at least one of the scenarios was running.
func covered(scenarios []*report.Scenario) time.Duration {
	byStart := slices.SortedFunc(slices.Values(scenarios), func(a, b *report.Scenario) int { return a.Started.Compare(b.Started) })
	var sum time.Duration
	var until time.Time
	for _, s := range byStart {
		from := s.Started
		if from.Before(until) {
			from = until
		}
		if s.Ended.After(from) {
			sum += s.Ended.Sub(from)
			until = s.Ended
		}
	}
	return sum
}

// reruns lists commands that run the failed scenarios again.
func (t *Terminal) reruns(r *report.Run) []string {
	if t.opts.Again != nil && len(t.opts.Again) == 0 {
		return nil
	}
	var lines []string
	told := map[string]bool{} // several runs of a repeated scenario may have failed
	for _, s := range r.Scenarios {
		switch s.Outcome() {
		case report.OutcomePassed, report.OutcomeSkipped, report.OutcomeNotRun, report.OutcomeInterrupted:
			continue
		case report.OutcomeFailed, report.OutcomeInfrastructure, report.OutcomeFlaky:
		}
		if told[s.Place()] {
			continue
		}
		told[s.Place()] = true
		if lines == nil {
			lines = append(lines, t.opts.paint(bold, t.opts.Language.Sayf("run again what failed:")))
		}
		line := "  " + t.again(s)
		if s.Cause() == report.Flaky {
			line += t.opts.paint(dim, "  # "+t.opts.word(report.OutcomeFlaky))
		} else if f := s.Reason(); f != nil && f.Code != "" {
			line += t.opts.paint(dim, "  # "+plaintext.Line(f.Code, show.MaxText))
		}
		lines = append(lines, line)
	}
	if lines != nil {
		lines = append(lines, "")
	}
	return lines
}

// again returns the shell command that runs the scenario again.
func (t *Terminal) again(s *report.Scenario) string {
	words := t.opts.Again
	if words == nil {
		words = []string{"gherkind", "run"}
	}
	return plaintext.ShellLine(append(slices.Clone(words), s.Place())...)
}

// advice lists the waits that came close to their limits.
func (t *Terminal) advice(r *report.Run) []string {
	if len(r.Advice) == 0 || t.opts.Quiet {
		return nil
	}
	lines := []string{t.opts.paint(bold, t.opts.Language.Sayf("close to their limits:"))}
	for _, a := range show.FirstAdvice(r) {
		lines = append(lines, plaintext.Hang("  ", fmt.Sprintf("%s: %s", a.Place(), plaintext.Line(a.Step, show.MaxText)), t.opts.width())...)
		lines = append(lines, plaintext.Hang("    ", t.opts.Language.Text(a.Text()), t.opts.width())...)
	}
	if more := len(r.Advice) - show.MaxItems; more > 0 {
		lines = append(lines, "  "+t.opts.Language.Sayf("and %d more", more))
	}
	return append(lines, "")
}

// total returns the counts: `20 scenarios: 18 passed, 1 failed, 1 not run; 41.2s`.
func (t *Terminal) total(r *report.Run) string {
	c := r.Counts()
	var parts []string
	for _, o := range []report.Outcome{
		report.OutcomePassed, report.OutcomeFlaky, report.OutcomeFailed, report.OutcomeInfrastructure, report.OutcomeInterrupted,
		report.OutcomeSkipped, report.OutcomeNotRun,
	} {
		if c[o] > 0 {
			parts = append(parts, t.opts.paint(colourOf(o), t.opts.Language.Sayf("%d %s", c[o], t.opts.word(o))))
		}
	}
	if n := r.Warnings(); n > 0 {
		parts = append(parts, t.opts.paint(yellow, t.opts.Language.Sayf("%s", say.Times("warning", n))))
	}
	text := t.opts.Language.Sayf("%s", say.Times("scenario", c.Total()))
	if len(parts) > 0 {
		text = t.opts.Language.Sayf("%s: %s", text, strings.Join(parts, t.opts.Language.Word(", ")))
	}
	if r.Ended.After(r.Started) {
		text = t.opts.Language.Sayf("%s; %s", text, explain.Seconds(r.Ended.Sub(r.Started)))
	}
	return text
}
