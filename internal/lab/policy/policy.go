// Package policy applies the rules of an exercise to an attempt: whether it is accepted, what hints and lateness cost, and
// which attempt of a student counts.
package policy

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// Which attempt counts.
const (
	Best  = "best"
	Last  = "last"
	First = "first"
)

// Rules are an exercise's rules for attempts.
type Rules struct {
	Most     int          // number of attempts; 0 is any number
	Counts   string       // best, last or first
	HintCost marks.Points // for each hint beyond the first that was shown before
	Deadline time.Time    // zero if there is none
	Late     Late
	Hints    map[string]int // number of hints of each criterion, by ID
}

// Late says what happens to work that is submitted after the deadline.
type Late struct {
	Accepted bool
	Until    time.Time // zero: at any time
	Cost     marks.Points
}

// Attempt is an accepted attempt.
type Attempt struct {
	Number      int
	Submitted   time.Time               // zero if unknown
	HintCost    map[string]marks.Points // by criterion ID
	LatePenalty marks.Points
}

// Reason is why an attempt is refused.
type Reason string

// The reasons.
const (
	NoneLeft Reason = "attempts"
	TooLate  Reason = "deadline"
)

// Refused says in a sentence why an attempt is not accepted. The earlier grade is kept.
type Refused struct {
	Reason Reason
	Most   int
	Until  time.Time
}

func (r *Refused) Error() string {
	if r.Reason == TooLate {
		return fmt.Sprintf("it was handed in after %s, which is too late for this exercise: earlier marks stand", r.Until.Format("2006-01-02 15:04 -07:00"))
	}
	return fmt.Sprintf("all %d attempts that the exercise allows are used: earlier marks stand", r.Most)
}

// Next returns the attempt after those that were decided before.
func (r Rules) Next(before []*marks.Grade, submitted time.Time) (Attempt, error) {
	used := byNumber(before)
	return r.attempt(len(used)+1, submitted, r.seen(used, len(used)+1))
}

// Again returns the attempt with a given number, which is judged again or whose number is known otherwise.
func (r Rules) Again(number int, before []*marks.Grade, submitted time.Time) (Attempt, error) {
	return r.attempt(number, submitted, r.seen(byNumber(before), number))
}

// Alone returns an attempt of which only the number is known: each one before it is assumed to have shown its hint.
func (r Rules) Alone(number int, submitted time.Time) (Attempt, error) {
	seen := map[string]int{}
	for id, hints := range r.Hints {
		seen[id] = max(min(number-1, hints)-1, 0)
	}
	return r.attempt(number, submitted, seen)
}

func (r Rules) attempt(number int, submitted time.Time, seen map[string]int) (Attempt, error) {
	a := Attempt{Number: number, Submitted: submitted, HintCost: map[string]marks.Points{}}
	if r.Most > 0 && number > r.Most {
		return a, &Refused{Reason: NoneLeft, Most: r.Most}
	}
	if late := !submitted.IsZero() && !r.Deadline.IsZero() && submitted.After(r.Deadline); late {
		switch {
		case !r.Late.Accepted:
			return a, &Refused{Reason: TooLate, Until: r.Deadline}
		case !r.Late.Until.IsZero() && submitted.After(r.Late.Until):
			return a, &Refused{Reason: TooLate, Until: r.Late.Until}
		}
		a.LatePenalty = r.Late.Cost
	}
	for id, hints := range seen {
		if cost := r.HintCost * marks.Points(hints); cost > 0 {
			a.HintCost[id] = cost
		}
	}
	return a, nil
}

// Strict reports whether feedback without an attempt that counts would be an advantage: attempts are limited, the first one
// counts, or hints cost points.
func (r Rules) Strict() bool { return r.Most > 0 || r.Counts == First || r.HintCost > 0 }

// Left returns how many attempts a student has left; limited says whether there is a limit.
func (r Rules) Left(before []*marks.Grade) (left int, limited bool) {
	return max(r.Most-len(byNumber(before)), 0), r.Most > 0
}

// seen returns how many hints beyond the first a student has seen of each criterion before the attempt with a number.
func (r Rules) seen(used map[int]*marks.Grade, number int) map[string]int {
	shown := map[string]map[int]bool{}
	for n, g := range used {
		if n >= number {
			continue
		}
		for _, c := range g.Criteria {
			hint := min(n, r.Hints[c.ID])
			if c.Hint == "" || hint < 2 || !c.Visibility.Shown(g.Ended, g.Exercise.Due, false) {
				continue
			}
			if shown[c.ID] == nil {
				shown[c.ID] = map[int]bool{}
			}
			shown[c.ID][hint] = true
		}
	}
	count := map[string]int{}
	for id, hints := range shown {
		count[id] = len(hints)
	}
	return count
}

// Counting returns the grade that counts among a student's decided attempts, or nil if there is none. For an attempt that was
// judged again, the latest result counts; attempts at an earlier version of the exercise cannot be compared, and do not count
// besides later ones.
func (r Rules) Counting(before []*marks.Grade) *marks.Grade {
	var same []*marks.Grade
	for _, g := range before {
		if g.Exercise.Hash == before[len(before)-1].Exercise.Hash {
			same = append(same, g)
		}
	}
	used := byNumber(same)
	if len(used) == 0 {
		return nil
	}
	numbers := slices.Sorted(maps.Keys(used))
	switch r.Counts {
	case Last:
		return used[numbers[len(numbers)-1]]
	case First:
		return used[numbers[0]]
	}
	best := slices.MaxFunc(numbers, func(a, b int) int { return cmp.Compare(used[a].AtLeast(), used[b].AtLeast()) })
	return used[best]
}

// byNumber returns the decided attempts; for the same number, the last one.
func byNumber(grades []*marks.Grade) map[int]*marks.Grade {
	used := map[int]*marks.Grade{}
	for _, g := range grades {
		if _, decided := g.Points(); decided {
			used[max(g.Attempt, 1)] = g
		}
	}
	return used
}
