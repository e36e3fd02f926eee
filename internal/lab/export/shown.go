package export

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/wording"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/report/show"
)

// View is what a student may see of a grade.
type View struct {
	Grade    *marks.Grade
	Criteria []marks.Criterion // the visible ones
	NotShown int
}

// ViewOf returns what the student may see now.
func (b Book) ViewOf(g *marks.Grade) View {
	shown := func(c marks.Criterion) bool { return c.Visibility.Shown(b.Now, g.Exercise.Due, b.Published) }
	v := View{Grade: g}
	for _, c := range g.Criteria {
		if !shown(c) {
			v.NotShown++
			continue
		}
		v.Criteria = append(v.Criteria, g.Discreet(c, shown))
	}
	return v
}

// Sum describes the sum of the visible criteria. The total points are included only if all criteria are visible: otherwise they
// would reveal the results of the others.
func (v View) Sum(w *wording.Table) string {
	seen := &marks.Grade{Criteria: v.Criteria}
	if v.NotShown > 0 {
		if len(seen.Undecided()) > 0 {
			return fmt.Sprintf(w.Between, seen.AtLeast(), seen.AtMost(), seen.Total())
		}
		return fmt.Sprintf(w.OfShown, seen.Raw(), seen.Total())
	}
	points, ok := v.Grade.Points()
	if !ok {
		return fmt.Sprintf(w.Between, v.Grade.AtLeast(), v.Grade.AtMost(), v.Grade.Total())
	}
	return fmt.Sprintf(w.OfPoints, points, v.Grade.Total())
}

// Notes returns remarks on the sum: what is undecided, hidden, and deducted.
func (v View) Notes(w *wording.Table) (notes []string) {
	if len((&marks.Grade{Criteria: v.Criteria}).Undecided()) > 0 {
		notes = append(notes, w.Undecided)
	}
	if v.Grade.LatePenalty > 0 {
		notes = append(notes, fmt.Sprintf(w.LatePenalty, v.Grade.LatePenalty))
	}
	switch v.NotShown {
	case 0:
	case 1:
		notes = append(notes, w.OneNotShown)
	default:
		notes = append(notes, fmt.Sprintf(w.NotShown, v.NotShown))
	}
	return notes
}

// Line is one labelled text of the feedback to a criterion.
type Line struct{ Label, Text string }

// Feedback says why a criterion was missed: plain text, safe to print and limited like in reports.
func Feedback(c marks.Criterion, w *wording.Table) (lines []Line) {
	add := func(label, text string) {
		if text = plaintext.Lines(text, show.MaxText); strings.TrimSpace(text) != "" {
			lines = append(lines, Line{label, text})
		}
	}
	if c.Verdict == marks.Infrastructure {
		add("", w.UndecidedOne)
	}
	if c.Verdict == marks.Blocked {
		add(w.Needs, strings.Join(c.Needs, ", "))
	}
	add(w.Credit, c.Credit)
	if c.Verdict != marks.Passed {
		add(w.Expected, c.Expected)
		add(w.Seen, c.Seen)
		add(w.Why, because(c))
		add(w.Hint, c.Hint)
	}
	if c.AtStart > 0 {
		add("", fmt.Sprintf(w.AtStart, c.AtStart))
	}
	if c.HintCost > 0 {
		add("", fmt.Sprintf(w.HintCost, c.HintCost))
	}
	return lines
}

// because returns the reason with its code: "the container was killed (POD_OOM_KILLED)".
func because(c marks.Criterion) string {
	switch {
	case c.Code == "":
		return c.Why
	case c.Why == "":
		return c.Code
	}
	return fmt.Sprintf("%s (%s)", c.Why, c.Code)
}

// feedbackText returns the feedback on a criterion as plain text.
func feedbackText(c marks.Criterion, w *wording.Table) string {
	var lines []string
	for _, l := range Feedback(c, w) {
		if l.Label != "" {
			l.Text = l.Label + ": " + l.Text
		}
		lines = append(lines, l.Text)
	}
	return strings.Join(lines, "\n")
}

// pointsText returns what a criterion earned: "2/3", or "-/3" if undecided.
func pointsText(c marks.Criterion) string {
	points, ok := c.Counts()
	if !ok {
		return "-/" + c.Points.String()
	}
	return points.String() + "/" + c.Points.String()
}

// summary returns the whole feedback for a student as plain text.
func (v View) summary(w *wording.Table) string {
	lines := append([]string{v.Sum(w)}, v.Notes(w)...)
	for _, c := range v.Criteria {
		lines = append(lines, fmt.Sprintf("%s: %s (%s)", plaintext.Line(c.Title, show.MaxAttr), w.Verdicts[c.Verdict], pointsText(c)))
		if text := feedbackText(c, w); text != "" {
			lines = append(lines, show.Indented(text, "  "))
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, "\n")
	}
	return plaintext.Lines(strings.Join(lines, "\n"), show.MaxBody)
}
