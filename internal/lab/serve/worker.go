package serve

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
)

// Task is work to grade.
type Task struct {
	Entry    roster.Entry // with the path of the submission, or the namespace
	Attempt  policy.Attempt
	Language string
	Judged   func(marks.Criterion) // called for each criterion, without overlap
}

// work grades queued work until ctx ends.
func (s *Server) work(ctx context.Context) {
	for {
		w, e, history, ok := s.room.next(ctx)
		if !ok {
			return
		}
		began := s.options.Now()
		g, err := s.safely(ctx, w, e, history)
		if ctx.Err() != nil { // the result then means nothing
			s.room.interrupted(w.Student)
			return
		}
		s.metrics.graded(g, err, s.options.Now().Sub(began))
		s.keep(context.WithoutCancel(ctx), w, g, err)
	}
}

// keep stores a grade. If that fails, the work is still in the store, and is graded again after the next start.
func (s *Server) keep(ctx context.Context, w store.Waiting, g *marks.Grade, failed error) {
	e := s.options.Exercise
	row := store.Row{Exercise: e.Name, Hash: e.Hash, Student: w.Student, Fingerprint: printOf(w.Work), Grade: g, At: s.options.Now()}
	if failed != nil {
		row.Grade, row.Error = nil, failed.Error()
		s.say(fmt.Errorf("grade %s: %w", w.Student, failed))
	}
	if err := s.options.Store.Finish(ctx, row); err != nil {
		s.say(err)
		row.Grade, row.Error = nil, err.Error()
	}
	s.room.done(row)
}

// printOf returns a hash that changes with the work; it is empty for a namespace, for which that is unknown.
func printOf(work []byte) string {
	if len(work) == 0 {
		return ""
	}
	sum := sha256.Sum256(work)
	return "zip:" + hex.EncodeToString(sum[:])
}

// safely grades work without letting a panic affect others.
func (s *Server) safely(ctx context.Context, w store.Waiting, e roster.Entry, history []*marks.Grade) (g *marks.Grade, err error) {
	defer func() {
		if p := recover(); p != nil {
			g, err = nil, fmt.Errorf("grading broke off: %v", p)
		}
	}()
	t := Task{Entry: e, Language: w.Language, Judged: func(c marks.Criterion) { s.room.judged(w.Student, c) }}
	if t.Attempt, err = s.options.Rules.Again(w.Attempt, history, w.Submitted); err != nil {
		return nil, err // the exercise has become stricter meanwhile
	}
	if len(w.Work) > 0 {
		dir, failed := os.MkdirTemp("", "gherkind-work-")
		if failed != nil {
			return nil, fmt.Errorf("make a folder for the work: %w", failed)
		}
		defer func() {
			if left := os.RemoveAll(dir); left != nil { // the grade counts
				s.say(fmt.Errorf("remove the work of %s: %w", w.Student, left))
			}
		}()
		t.Entry.Namespace, t.Entry.Submission = "", filepath.Join(dir, "work.zip")
		if err := os.WriteFile(t.Entry.Submission, w.Work, 0o600); err != nil {
			return nil, fmt.Errorf("write the work: %w", err)
		}
	}
	g, err = s.options.Grade(ctx, t)
	if err == nil && g == nil {
		err = errors.New("grading gave no grade")
	}
	return g, err
}
