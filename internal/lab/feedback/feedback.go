// Package feedback formats the result of each criterion, and what to try next, for a terminal.
package feedback

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// mostText is how many bytes of a text of the exercise are printed.
const mostText = 2000

// verdictWidth is that of the column of verdicts.
const verdictWidth = 9

// Terminal writes the marks for a terminal: each criterion, and for missed ones what was expected and seen, why, and the next
// hint. Unless all is set, criteria that students may not see are left out.
func Terminal(w io.Writer, g *marks.Grade, width int, all bool) error {
	return TerminalIn(nil, w, g, width, all)
}

// TerminalIn is Terminal in a language. Titles and hints are those of the exercise.
func TerminalIn(l *say.Language, w io.Writer, g *marks.Grade, width int, all bool) error {
	var b strings.Builder
	hidden := 0
	shown := func(c marks.Criterion) bool { return all || c.Visibility.Shown(time.Now(), g.Exercise.Due, false) }
	for _, c := range g.Criteria {
		if !shown(c) {
			hidden++
			continue
		}
		criterion(l, &b, g.Discreet(c, shown), width)
	}
	if hidden > 0 {
		b.WriteString(l.Sayf("%d criteria are not shown; --all shows them", hidden) + "\n")
	}
	b.WriteString(l.Text(Sum(g)) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func criterion(l *say.Language, b *strings.Builder, c marks.Criterion, width int) {
	sign := map[marks.Verdict]string{marks.Passed: "✓", marks.Partial: "◐", marks.Failed: "✗", marks.Blocked: "–", marks.Infrastructure: "?"}[c.Verdict]
	earned := c.Earned.String()
	if c.Verdict == marks.Infrastructure {
		earned = "?"
	}
	verdict := plaintext.Pad(l.Word(string(c.Verdict)), verdictWidth)
	fmt.Fprintf(b, "%s %s %s  %s  (%s)\n", sign, verdict, l.Sayf("%s of %s", earned, c.Points), plaintext.Line(c.Title, mostText), plaintext.Line(c.ID, mostText))
	if c.AtStart > 0 {
		b.WriteString("    " + l.Sayf("%s of these points were there at the start, and do not count", c.AtStart) + "\n")
	}
	if c.Verdict == marks.Passed {
		return
	}
	f := explain.Failure{Want: c.Expected, Saw: c.Seen, Code: c.Code, Why: c.Why, Hint: c.Hint}
	if c.Credit != "" {
		f.Saw = l.Retell(f.Saw) + " (" + l.Retell(c.Credit) + ")"
	}
	if block := f.BlockIn(l, width); block != "" {
		b.WriteString(block + "\n")
	}
}

// Sum describes the total points in a sentence.
func Sum(g *marks.Grade) say.Text {
	points, decided := g.Points()
	if !decided {
		return say.Textf("between %s and %s of %s points: criteria could not be judged because of a fault of the machine; grade again", g.AtLeast(), g.AtMost(), g.Total())
	}
	return say.Textf("%s of %s points", points, g.Total())
}

// Line returns why a criterion did not pass, in one line; "" if it passed.
func Line(l *say.Language, c marks.Criterion) string {
	if c.Verdict == marks.Passed {
		return ""
	}
	f := explain.Failure{Saw: c.Seen, Code: c.Code, Why: c.Why}
	return plaintext.Line(l.Sayf("%s: %s", say.Known(string(c.Verdict)), f.SummaryIn(l)), mostText)
}
