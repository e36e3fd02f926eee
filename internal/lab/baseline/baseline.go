// Package baseline has what students' namespaces earn before they begin, so that marks are given for what they change.
package baseline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Baseline has the grade of each student's namespace at the start.
type Baseline struct {
	File   string
	grades []*marks.Grade
}

// Read reads a baseline, which is a marks file.
func Read(file string) (*Baseline, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the baseline: %w", err)
	}
	grades, err := export.Read(data)
	if err != nil {
		return nil, fmt.Errorf("read the baseline %s: %w; gherkind lab baseline writes one", file, err)
	}
	return &Baseline{file, grades}, nil
}

// Open is Read, but a file that does not exist is an empty baseline.
func Open(file string) (*Baseline, error) {
	b, err := Read(file)
	if errors.Is(err, fs.ErrNotExist) {
		return &Baseline{File: file}, nil
	}
	return b, err
}

// Has reports whether the student's start is known.
func (b *Baseline) Has(s marks.Student) bool { return b.of(s) != nil }

func (b *Baseline) of(s marks.Student) *marks.Grade {
	for _, g := range b.grades {
		if g.Student.Key() == s.Key() {
			return g
		}
	}
	return nil
}

// Fits returns an error if the baseline was taken with another exercise, or another version of this one.
func (b *Baseline) Fits(e marks.Exercise) error {
	for _, g := range b.grades {
		if g.Exercise.Name != e.Name || g.Exercise.Hash != e.Hash {
			return fmt.Errorf("the baseline %s was taken with another version of the exercise %s, or with another exercise (%s): take it again", b.File, e.Name, g.Exercise.Name)
		}
	}
	return nil
}

// Add adds the grade of a student's namespace at the start. A start is taken once, so an earlier one stays.
func (b *Baseline) Add(g *marks.Grade) error {
	if undecided := g.Undecided(); len(undecided) > 0 {
		var ids []string
		for _, c := range undecided {
			ids = append(ids, c.ID)
		}
		return fmt.Errorf("could not be judged: %s: %s", strings.Join(ids, ", "), undecided[0].Why)
	}
	if !b.Has(g.Student) {
		b.grades = append(b.grades, g)
	}
	return nil
}

// Write writes the file.
func (b *Baseline) Write() error {
	to, err := export.Parse("json:" + b.File)
	if err != nil {
		return err
	}
	_, err = to.Save(export.Book{Grades: b.grades}, export.PutFile)
	return err
}

// Start is what a namespace earned at the start.
type Start struct {
	file  string
	grade *marks.Grade
}

// Start returns the start of a student. It is an error if it is not known: without it, points would be given for what was there.
func (b *Baseline) Start(e marks.Exercise, s marks.Student) (*Start, error) {
	if err := b.Fits(e); err != nil {
		return nil, err
	}
	g := b.of(s)
	if g == nil {
		return nil, fmt.Errorf("the baseline %s has no start of the student %q: gherkind lab baseline adds it, before the student begins", b.File, s.Key())
	}
	if undecided := g.Undecided(); len(undecided) > 0 {
		return nil, fmt.Errorf("the baseline %s could not judge %s of the student %q: take it again", b.File, undecided[0].ID, s.Key())
	}
	return &Start{b.File, g}, nil
}

// Points returns what each criterion earned, by ID.
func (s *Start) Points() map[string]marks.Points {
	points := map[string]marks.Points{}
	for _, c := range s.grade.Criteria {
		points[c.ID] = c.Earned
	}
	return points
}

// Of returns an error if the grade is of work in another cluster. A nil Start is that of any.
func (s *Start) Of(g *marks.Grade) error {
	if s == nil || s.grade.ClusterUID == "" || g.ClusterUID == "" || s.grade.ClusterUID == g.ClusterUID {
		return nil
	}
	return fmt.Errorf("the baseline %s was taken in another cluster: use the cluster in which the student has begun, or take it again", s.file)
}

// Counted reports whether the grade was made with this start.
func (s *Start) Counted(g *marks.Grade) bool {
	points := s.Points()
	for _, c := range g.Criteria {
		if c.AtStart != points[c.ID] {
			return false
		}
	}
	return true
}
