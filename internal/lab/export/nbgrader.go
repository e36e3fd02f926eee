package export

import (
	"cmp"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// nbgrader writes the file that `nbgrader export` writes.
func nbgrader(b Book) ([]byte, error) {
	var s sheet
	s.row("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score", "late_submission_penalty", "score", "max_score")
	for _, g := range b.Grades {
		points, ok := g.Points()
		if !ok {
			continue
		}
		p := g.Student
		first, last := names(p)
		s.row(line(g.Exercise.Name), stamp(g.Exercise.Due), stamp(handedIn(g)), line(p.Key()), line(last), line(first), line(p.Email),
			g.Raw().String(), g.LatePenalty.String(), points.String(), g.Total().String())
	}
	return s.Bytes(), nil
}

// names splits a full name at its last space if first and last name are unknown.
func names(s marks.Student) (first, last string) {
	if s.FirstName != "" || s.LastName != "" {
		return s.FirstName, s.LastName
	}
	at := strings.LastIndex(s.Name, " ")
	if at < 0 {
		return "", s.Name
	}
	return s.Name[:at], s.Name[at+1:]
}

// handedIn returns when the work was submitted, as far as known.
func handedIn(g *marks.Grade) time.Time {
	if !g.Submitted.IsZero() {
		return g.Submitted
	}
	return cmp.Or(g.Started, g.Ended)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}
