package export

import (
	"cmp"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// canvas writes the file for the gradebook import of Canvas: the students by SIS ID and login, and a column for the exercise.
func canvas(b Book) ([]byte, error) {
	var s sheet
	if len(b.Grades) == 0 {
		s.row("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
		return s.Bytes(), nil
	}
	first := b.Grades[0]
	s.row("Student", "ID", "SIS User ID", "SIS Login ID", "Section", line(titleOf(first)))
	s.row("Points Possible", "", "", "", "", first.Total().String())
	for _, g := range b.Grades {
		points, ok := g.Points()
		if !ok {
			continue
		}
		p := g.Student
		s.row(line(sortName(p)), line(p.ID), line(p.SIS), line(cmp.Or(p.Login, p.Email)), line(p.Section), points.String())
	}
	return s.Bytes(), nil
}

func titleOf(g *marks.Grade) string { return cmp.Or(g.Exercise.Title, g.Exercise.Name) }

// sortName returns "Lovelace, Ada" if both names are known.
func sortName(s marks.Student) string {
	if s.FirstName != "" && s.LastName != "" {
		return s.LastName + ", " + s.FirstName
	}
	return cmp.Or(s.Name, s.LastName, s.FirstName)
}

// fullName returns "Ada Lovelace".
func fullName(s marks.Student) string {
	if s.Name == "" && s.FirstName != "" && s.LastName != "" {
		return s.FirstName + " " + s.LastName
	}
	return cmp.Or(s.Name, s.LastName, s.FirstName)
}
