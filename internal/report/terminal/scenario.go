package terminal

import (
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// minName is the minimum width of a scenario's name on a narrow screen.
const minName = 24

// scenarioLines returns what is printed when a scenario has finished: its headline and, if it failed, why.
func (t *Terminal) scenarioLines(s *report.Scenario) []string {
	failed := s.Outcome().Ran() && !s.Outcome().Passed()
	lines := t.headline(s, failed)
	switch {
	case failed:
		lines = append(lines, t.opts.paintBlock(t.opts.told().FailureLines(s, t.opts.width()))...)
	case !s.Outcome().Ran():
		lines = append(lines, t.opts.told().Label("why", s.Err, t.opts.width())...)
	}
	lines = append(lines, t.opts.paintBlock(t.warningLines(s))...)
	return append(lines, t.opts.paintBlock(t.tries(s))...)
}

// warningLines returns the warnings, each with its line in the feature.
func (t *Terminal) warningLines(s *report.Scenario) []string {
	var lines []string
	for _, w := range (show.Entry{Scenario: s, Stage: show.Ended}).ShownWarnings() {
		text := t.opts.Language.Sayf("line %d: %s", w.Line, w.Text)
		lines = append(lines, t.opts.told().Label("warn", text, t.opts.width())...)
	}
	return lines
}

// tries returns the comparison of the attempts at a scenario.
func (t *Terminal) tries(s *report.Scenario) []string {
	return t.opts.told().Label("tries", t.opts.Language.Text(s.Compared()), t.opts.width())
}

// endLines returns what is printed at the end of a scenario whose failure the user has already seen.
func (t *Terminal) endLines(s *report.Scenario) []string {
	lines := t.opts.told().KeptLines(s)
	for _, c := range s.Cleanup {
		lines = append(lines, t.opts.told().Label("undo", c, t.opts.width())...)
	}
	return t.opts.paintBlock(append(lines, t.tries(s)...))
}

// headline returns mark, name, position and duration on one line. If the screen is too narrow, the name is cut; but the name of a
// failed scenario is never cut, and position and duration get their own line.
func (t *Terminal) headline(s *report.Scenario, whole bool) []string {
	name := plaintext.Line(s.Name, show.MaxText)
	place, width, mark := t.placeAndTime(s), t.opts.width(), t.plainMark(s)
	room := width - plaintext.Width(mark+" "+place) - 2
	if width <= 0 || plaintext.Width(name) <= room {
		room = plaintext.Width(name)
	} else if whole || room < minName {
		lines := plaintext.Hang(mark+" ", name, width)
		lines[0] = t.opts.markOf(s) + strings.TrimPrefix(lines[0], mark)
		return append(lines, t.opts.paint(dim, "  "+place))
	}
	name = plaintext.Clip(name, room, t.opts.ellipsis())
	return []string{t.opts.markOf(s) + " " + name + t.opts.paint(dim, "  "+place)}
}

func (t *Terminal) placeAndTime(s *report.Scenario) string {
	place := plaintext.Line(s.Place(), show.MaxText)
	switch o := s.Outcome(); {
	case !o.Ran():
		return place + "  " + t.opts.word(o)
	case o == report.OutcomeInterrupted:
		return place + "  " + t.opts.Language.Sayf("interrupted after %s", explain.Seconds(s.Duration()))
	}
	return place + "  " + explain.Seconds(s.Duration())
}

func (t *Terminal) plainMark(s *report.Scenario) string {
	o := t.opts
	o.Color = false
	return o.markOf(s)
}
