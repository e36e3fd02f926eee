package export

import (
	"strconv"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// table writes a line for each student, including hidden criteria, for instructors. The cell for points is empty if they are
// undecided.
func table(b Book) ([]byte, error) {
	var s sheet
	ids := criteriaOf(b.Grades)
	head := []string{"id", "name", "email", "exercise", "attempt", "started", "verdict", "points", "total", "at_least", "at_most", "late_penalty"}
	for _, id := range ids {
		head = append(head, line(id)+" points", line(id)+" verdict", line(id)+" code")
	}
	s.row(head...)
	for _, g := range b.Grades {
		p := g.Student
		row := []string{
			line(p.ID), line(fullName(p)), line(p.Email), line(g.Exercise.Name), strconv.Itoa(g.Attempt), stamp(g.Started), string(g.Verdict()),
			orEmpty(g.Points()), g.Total().String(), g.AtLeast().String(), g.AtMost().String(), g.LatePenalty.String(),
		}
		byID := map[string]marks.Criterion{}
		for _, c := range g.Criteria {
			byID[c.ID] = c
		}
		for _, id := range ids {
			c, there := byID[id]
			if !there {
				row = append(row, "", "", "")
				continue
			}
			row = append(row, orEmpty(c.Counts()), string(c.Verdict), line(c.Code))
		}
		s.row(row...)
	}
	return s.Bytes(), nil
}

func orEmpty(p marks.Points, decided bool) string {
	if !decided {
		return ""
	}
	return p.String()
}

// criteriaOf returns the IDs of all criteria, in the order of their first occurrence.
func criteriaOf(grades []*marks.Grade) (ids []string) {
	seen := map[string]bool{}
	for _, g := range grades {
		for _, c := range g.Criteria {
			if !seen[c.ID] {
				seen[c.ID] = true
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}
