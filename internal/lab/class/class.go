// Package class grades all students of a roster in parallel, and continues after it was killed.
package class

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
	"github.com/gherkind/gherkind/internal/schedule"
)

// Options say what to grade, and how.
type Options struct {
	Exercise marks.Exercise
	Entries  []roster.Entry
	Store    *store.Store
	// Grade grades one student. An error or a panic only affects this student: it is recorded, and the next call grades the
	// student again. A [policy.Refused] does not count as an error: the earlier grade is kept. same is the number of the
	// attempt at which the same submission was graded before, or 0.
	Grade  func(ctx context.Context, e roster.Entry, same int) (*marks.Grade, error)
	Limits schedule.Limits
	Again  bool // also grade students who are finished
	// Current reports whether an earlier grade was made as it would be made now. It may be nil.
	Current  func(*marks.Grade) bool
	Progress func(Progress) // may be nil; calls do not overlap
	Now      func() time.Time
}

// Student is the result for an entry of the roster.
type Student struct {
	Entry  roster.Entry
	Grade  *marks.Grade // nil if there is none
	Err    string       // why there is none
	Before bool         // finished before, and not graded again
	// Refused says that the exercise does not accept the attempt; Err says why. Grade is then that of an earlier attempt, if
	// there is one.
	Refused bool
}

// Result has the results of the class, in the order of the roster.
type Result struct{ Students []Student }

// Grades returns the existing grades.
func (r *Result) Grades() (grades []*marks.Grade) {
	for _, s := range r.Students {
		if s.Grade != nil {
			grades = append(grades, s.Grade)
		}
	}
	return grades
}

// Unfinished returns the students who must be graded again, because they have no grade or an undecided one.
func (r *Result) Unfinished() (students []Student) {
	for _, s := range r.Students {
		if s.Refused {
			continue
		}
		if s.Grade == nil || s.Grade.Verdict() == marks.Infrastructure {
			students = append(students, s)
		}
	}
	return students
}

// Run grades everyone who is not finished for the current version of the exercise and the current submission. Each grade is
// saved at once. The error says that the state could not be read or saved, or that ctx has ended; the result then has what was
// graded so far.
func Run(ctx context.Context, o Options) (result *Result, err error) {
	release, err := o.Store.Lock(ctx, o.Exercise.Name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	rows, err := o.Store.Load(ctx, o.Exercise.Name)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &class{Options: o, result: &Result{Students: make([]Student, len(o.Entries))}}
	jobs := c.jobs(rows)
	c.left = len(jobs)
	c.began = o.Now()
	c.tell()
	schedule.All(ctx, o.Limits, jobs)
	return c.result, errors.Join(c.err, ctx.Err())
}

type class struct {
	Options
	began time.Time

	mu      sync.Mutex
	result  *Result
	running int
	left    int // number of students not done
	graded  int // by this call
	err     error
}

// jobs returns the jobs for unfinished students. The others are added to the result.
func (c *class) jobs(rows map[string]store.Row) (jobs []schedule.Job) {
	for i, e := range c.Entries {
		c.result.Students[i] = Student{Entry: e, Err: "not graded yet"}
		print, err := e.Fingerprint()
		row, known := rows[e.Student.Key()]
		if known && err == nil && !c.Again && row.Finished(c.Exercise.Hash, print) && c.current(row.Grade) {
			c.result.Students[i] = Student{Entry: e, Grade: row.Grade, Before: true}
			continue
		}
		jobs = append(jobs, schedule.Job{Run: func(ctx context.Context) { c.one(ctx, i, row, print, err) }})
	}
	return jobs
}

func (c *class) current(g *marks.Grade) bool { return c.Current == nil || c.Current(g) }

// sameAs returns the number of the attempt at which the same submission was graded before. Whether a namespace is unchanged is
// unknown.
func sameAs(row store.Row, print string) int {
	if row.Grade == nil || print == "" || row.Fingerprint != print {
		return 0
	}
	return row.Grade.Attempt
}

// one grades a student. If ctx ends meanwhile, nothing is saved, because the grade then means nothing.
func (c *class) one(ctx context.Context, i int, before store.Row, print string, unread error) {
	c.change(func() { c.running++ })
	e := c.Entries[i]
	grade, err := (*marks.Grade)(nil), unread
	if err == nil && ctx.Err() == nil {
		grade, err = c.safely(ctx, e, sameAs(before, print))
	}
	if ctx.Err() != nil {
		c.change(func() { c.running-- })
		return
	}
	if refused, is := errors.AsType[*policy.Refused](err); is {
		c.ended(i, Student{Entry: e, Grade: before.Grade, Err: refused.Error(), Refused: true}, nil)
		return
	}
	row := store.Row{Exercise: c.Exercise.Name, Hash: c.Exercise.Hash, Student: e.Student.Key(), Fingerprint: print, Grade: grade, At: c.Now()}
	s := Student{Entry: e, Grade: grade}
	if err != nil {
		row.Grade, s.Grade, row.Error, s.Err = nil, nil, err.Error(), err.Error()
	}
	c.ended(i, s, c.Store.Save(ctx, row))
}

// ended records the result of a student, and whether it could be saved.
func (c *class) ended(i int, s Student, saved error) {
	c.change(func() {
		c.running--
		c.left--
		c.graded++
		c.result.Students[i] = s
		c.err = errors.Join(c.err, saved)
	})
}

// safely grades a student without letting a panic affect the others.
func (c *class) safely(ctx context.Context, e roster.Entry, same int) (g *marks.Grade, err error) {
	defer func() {
		if p := recover(); p != nil {
			g, err = nil, fmt.Errorf("grading broke off: %v", p)
		}
	}()
	g, err = c.Grade(ctx, e, same)
	if err == nil && g == nil {
		err = errors.New("grading gave no grade")
	}
	return g, err
}

func (c *class) change(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
	c.tellLocked()
}

func (c *class) tell() { c.change(func() {}) }

func (c *class) tellLocked() {
	if c.Progress == nil {
		return
	}
	p := Progress{Total: len(c.Entries), Running: c.running, Left: c.left}
	for _, s := range c.result.Students {
		switch {
		case s.Before:
			p.Before++
		case s.Grade != nil && s.Grade.Verdict() == marks.Infrastructure:
			p.Undecided++
		}
	}
	if c.graded > 0 {
		p.TimeLeft = c.Now().Sub(c.began) / time.Duration(c.graded) * time.Duration(c.left)
	}
	c.Progress(p)
}
