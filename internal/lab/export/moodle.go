package export

import (
	"strings"

	"github.com/gherkind/gherkind/internal/lab/wording"
)

// moodle writes the file for the grade import of Moodle. It has both grade and feedback, because importing a grade alone
// removes the feedback. Moodle shows feedback as HTML, so it is escaped.
func moodle(b Book) ([]byte, error) {
	var s sheet
	title := "Exercise"
	if len(b.Grades) > 0 {
		title = line(titleOf(b.Grades[0]))
	}
	s.row("ID number", "Email address", "Full name", title, title+" (Feedback)")
	for _, g := range b.Grades {
		points, ok := g.Points()
		if !ok {
			continue
		}
		feedback := b.ViewOf(g).summary(wording.In(g.Language))
		s.row(line(g.Student.ID), line(g.Student.Email), line(fullName(g.Student)), points.String(), htmlText.Replace(feedback))
	}
	return s.Bytes(), nil
}

var htmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")
