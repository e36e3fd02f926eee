package export

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/wording"
	"github.com/gherkind/gherkind/internal/report/markdown"
)

// markdownPage writes the feedback for a student: only what the student may see now.
func markdownPage(b Book) ([]byte, error) {
	g := b.Grades[0]
	w := wording.In(g.Language)
	v := b.ViewOf(g)
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n", markdown.Inline(titleOf(g)))
	if name := fullName(g.Student); name != "" {
		fmt.Fprintf(&out, "%s: %s  \n", w.Student, markdown.Inline(name))
	}
	if g.Attempt > 0 {
		fmt.Fprintf(&out, "%s: %d  \n", w.Attempt, g.Attempt)
	}
	fmt.Fprintf(&out, "%s: **%s**\n\n", w.Result, v.Sum(w))
	for _, note := range v.Notes(w) {
		fmt.Fprintf(&out, "> %s\n\n", markdown.Inline(note))
	}
	fmt.Fprintf(&out, "| %s | %s | %s |\n|---|---|---|\n", w.Criterion, w.Result, w.Points)
	for _, c := range v.Criteria {
		fmt.Fprintf(&out, "| %s | %s | %s |\n", markdown.Inline(c.Title), w.Verdicts[c.Verdict], pointsText(c))
	}
	for _, c := range v.Criteria {
		lines := Feedback(c, w)
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n## %s\n\n", markdown.Inline(c.Title))
		for _, l := range lines {
			out.WriteString(markdownLine(l))
		}
	}
	return []byte(out.String()), nil
}

func markdownLine(l Line) string {
	switch {
	case strings.Contains(l.Text, "\n"):
		return fmt.Sprintf("%s:\n\n%s\n\n", l.Label, markdown.Pre(l.Text))
	case l.Label == "":
		return markdown.Inline(l.Text) + "  \n"
	}
	return fmt.Sprintf("%s: %s  \n", l.Label, markdown.Inline(l.Text))
}
