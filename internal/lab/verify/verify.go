// Package verify checks whether an exercise is fair: the solution gets full marks, the start state and the wrong answers get
// what the exercise says, and each criterion can be missed.
package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Judge grades one state of an exercise: a folder of it, or "" for an empty namespace.
type Judge func(ctx context.Context, folder string) (*marks.Grade, error)

// State is a state that was graded.
type State struct {
	Name  string // start, solution, or wrong/NAME
	Grade *marks.Grade
}

// Report is the result.
type Report struct {
	Exercise *exercise.Exercise
	States   []State
	Problems []string // what is wrong with the exercise
	Faults   []string // what could not be judged
}

// Good reports whether there are no problems and faults.
func (r *Report) Good() bool { return len(r.Problems)+len(r.Faults) == 0 }

// Run grades the solution, the start state and all wrong answers. told, if set, is called with each graded state.
func Run(ctx context.Context, e *exercise.Exercise, judge Judge, told func(State)) (*Report, error) {
	r := &Report{Exercise: e}
	folders := []string{exercise.SolutionFolder, exercise.StartFolder}
	for _, name := range e.Wrong {
		folders = append(folders, exercise.WrongFolder+"/"+name)
	}
	for _, folder := range folders {
		path := e.Path(folder)
		if folder == exercise.StartFolder && !e.Start {
			path = ""
		}
		g, err := judge(ctx, path)
		if err != nil {
			return r, fmt.Errorf("%s: %w", folder, err)
		}
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		state := State{folder, g}
		r.States = append(r.States, state)
		if told != nil {
			told(state)
		}
	}
	r.judge()
	return r, nil
}

func (r *Report) bad(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// judge compares the results of the states with what they must get.
func (r *Report) judge() {
	failed := map[string]bool{}
	for _, s := range r.States {
		points, decided := s.Grade.Points()
		if !decided {
			for _, c := range s.Grade.Undecided() {
				r.Faults = append(r.Faults, fmt.Sprintf("%s: criterion %q could not be judged: %s", s.Name, c.ID, c.Why))
			}
			continue
		}
		switch name, wrong := strings.CutPrefix(s.Name, exercise.WrongFolder+"/"); {
		case s.Name == exercise.SolutionFolder:
			r.solution(s.Grade)
		case s.Name == exercise.StartFolder:
			r.start(s.Grade, points)
		case wrong:
			r.wrong(name, s.Grade, points)
			note(failed, s.Grade)
		}
	}
	if len(r.Faults) > 0 {
		return // the results of the others are incomplete
	}
	for _, c := range r.Exercise.Criteria {
		if !failed[c.ID] {
			r.bad("no wrong answer fails criterion %q, so nothing shows that it can be missed: add one to %s/ that does", c.ID, exercise.WrongFolder)
		}
	}
}

// note records which criteria were missed. A blocked one was not judged.
func note(failed map[string]bool, g *marks.Grade) {
	for _, c := range g.Criteria {
		failed[c.ID] = failed[c.ID] || c.Verdict == marks.Failed || c.Verdict == marks.Partial
	}
}

func (r *Report) solution(g *marks.Grade) {
	for _, c := range g.Criteria {
		if c.Verdict != marks.Passed {
			r.bad("the solution does not pass criterion %q: %s", c.ID, why(c))
		}
	}
}

func (r *Report) start(g *marks.Grade, points marks.Points) {
	if declared := r.Exercise.StartPoints; points != declared {
		r.bad("the start state got %s points%s, and exercise.yaml says start-points: %s", points, inPart(g), declared)
	}
	for _, c := range g.Criteria {
		if c.Verdict == marks.Passed && c.Points > 0 {
			r.bad("the start state passes criterion %q already, so nothing needs to be done for its %s points", c.ID, c.Points)
		}
	}
}

// inPart says which criteria earned a part of their points, which the sum alone does not show.
func inPart(g *marks.Grade) string {
	var parts []string
	for _, c := range g.Criteria {
		if c.Verdict == marks.Partial {
			parts = append(parts, fmt.Sprintf("%s of them for criterion %q, %s", c.Earned, c.ID, c.Credit))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

func (r *Report) wrong(name string, g *marks.Grade, points marks.Points) {
	expected := r.Exercise.Expected[name]
	if points != expected.Points {
		r.bad("the wrong answer %q got %s points (it missed %s), and exercise.yaml says points: %s", name, points, orNothing(missed(g)), expected.Points)
	}
	for _, id := range expected.Misses {
		if !slices.Contains(missed(g), id) {
			r.bad("the wrong answer %q should miss criterion %q, and did not", name, id)
		}
	}
}

func missed(g *marks.Grade) []string {
	var ids []string
	for _, c := range g.Criteria {
		if c.Missed() {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func orNothing(ids []string) string {
	if len(ids) == 0 {
		return "nothing"
	}
	return strings.Join(ids, ", ")
}

func why(c marks.Criterion) string {
	for _, text := range []string{c.Why, c.Seen} {
		if text != "" {
			return text
		}
	}
	return string(c.Verdict)
}
