package policy

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// tried is an attempt that earned points, and showed a hint if it earned none.
func tried(number int, earned marks.Points) *marks.Grade {
	c := marks.Criterion{ID: "a", Points: 4 * marks.One, Earned: earned, Verdict: marks.Partial}
	switch earned {
	case 0:
		c.Verdict, c.Hint = marks.Failed, "look"
	case c.Points:
		c.Verdict = marks.Passed
	default:
	}
	return &marks.Grade{Exercise: marks.Exercise{Hash: "h"}, Attempt: number, Ended: noon, Criteria: []marks.Criterion{c}}
}

func TestAttemptsAreLimited(t *testing.T) {
	r := Rules{Most: 2}
	a, err := r.Next([]*marks.Grade{tried(1, 0)}, noon)
	if err != nil || a.Number != 2 {
		t.Error(a, err)
	}
	_, err = r.Next([]*marks.Grade{tried(1, 0), tried(2, 0)}, noon)
	if refused, is := errors.AsType[*Refused](err); !is || refused.Reason != NoneLeft || !strings.Contains(err.Error(), "all 2 attempts") {
		t.Error(err)
	}
	undecided := tried(2, 0)
	undecided.Criteria[0].Verdict = marks.Infrastructure
	if a, err := r.Next([]*marks.Grade{tried(1, 0), undecided}, noon); err != nil || a.Number != 2 {
		t.Error("a fault of the machine was an attempt", a, err)
	}
	if a, err := r.Next([]*marks.Grade{tried(1, 0), tried(1, 0)}, noon); err != nil || a.Number != 2 {
		t.Error("an attempt that was judged again counts twice", a, err)
	}
	if left, limited := r.Left([]*marks.Grade{tried(1, 0)}); left != 1 || !limited {
		t.Error(left, limited)
	}
	if _, err := (Rules{}).Alone(99, noon); err != nil {
		t.Error("no limit", err)
	}
}

// TestHintsCostWhatTheExerciseSays: hints beyond the first that were shown in an earlier attempt and were visible.
func TestHintsCostWhatTheExerciseSays(t *testing.T) {
	r := Rules{HintCost: 50, Hints: map[string]int{"a": 3}}
	hidden := tried(2, 0)
	hidden.Criteria[0].Visibility = marks.Hidden
	for name, c := range map[string]struct {
		rules  Rules
		before []*marks.Grade
		costs  marks.Points
	}{
		"the first is free":          {r, []*marks.Grade{tried(1, 0)}, 0},
		"the second costs":           {r, []*marks.Grade{tried(1, 0), tried(2, 0)}, 50},
		"and the third":              {r, []*marks.Grade{tried(1, 0), tried(2, 0), tried(3, 0)}, 100},
		"which stays the last":       {r, []*marks.Grade{tried(1, 0), tried(2, 0), tried(3, 0), tried(4, 0)}, 100},
		"none after a pass":          {r, []*marks.Grade{tried(1, 0), tried(2, 400)}, 0},
		"none that nobody could see": {r, []*marks.Grade{tried(1, 0), hidden}, 0},
		"unless it is said":          {Rules{Hints: r.Hints}, []*marks.Grade{tried(1, 0), tried(2, 0)}, 0},
	} {
		a, err := c.rules.Next(c.before, noon)
		if err != nil || a.HintCost["a"] != c.costs {
			t.Errorf("%s: %s, %v", name, a.HintCost["a"], err)
		}
	}
	if a, err := r.Alone(3, noon); err != nil || a.HintCost["a"] != 50 {
		t.Error(a, err)
	}
	if a, err := r.Again(2, []*marks.Grade{tried(1, 0), tried(2, 0), tried(3, 0)}, noon); err != nil || len(a.HintCost) > 0 {
		t.Error("later hints cost an attempt that is judged again", a, err)
	}
}

func TestLateWork(t *testing.T) {
	late := Late{Accepted: true, Until: noon.Add(time.Hour), Cost: 150}
	for name, c := range map[string]struct {
		rules     Rules
		submitted time.Time
		costs     marks.Points
		refused   bool
	}{
		"in time":           {Rules{Deadline: noon}, noon, 0, false},
		"late":              {Rules{Deadline: noon}, noon.Add(time.Second), 0, true},
		"late, at a cost":   {Rules{Deadline: noon, Late: late}, noon.Add(time.Hour), 150, false},
		"too late":          {Rules{Deadline: noon, Late: late}, noon.Add(2 * time.Hour), 0, true},
		"no deadline":       {Rules{}, noon, 0, false},
		"nobody knows when": {Rules{Deadline: noon}, time.Time{}, 0, false},
		"late at any time":  {Rules{Deadline: noon, Late: Late{Accepted: true}}, noon.Add(99 * time.Hour), 0, false},
	} {
		a, err := c.rules.Next(nil, c.submitted)
		refused, is := errors.AsType[*Refused](err)
		if is != c.refused || is && refused.Reason != TooLate || a.LatePenalty != c.costs {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

func TestWhichAttemptCounts(t *testing.T) {
	all := []*marks.Grade{tried(1, 100), tried(2, 300), tried(3, 200)}
	for counts, want := range map[string]int{Best: 2, Last: 3, First: 1} {
		if g := (Rules{Counts: counts}).Counting(all); g.Attempt != want {
			t.Errorf("%s: attempt %d", counts, g.Attempt)
		}
	}
	changed := tried(3, 0)
	changed.Exercise.Hash = "h2"
	if g := (Rules{Counts: Best}).Counting(append(all, changed)); g != changed {
		t.Errorf("marks of another version of the exercise count: %+v", g)
	}
	if g := (Rules{Counts: Best}).Counting(append(all, tried(2, 0))); g.Attempt != 3 {
		t.Errorf("an attempt that was judged again counts with its first result: %+v", g)
	}
	if g := (Rules{}).Counting(nil); g != nil {
		t.Error(g)
	}
}
