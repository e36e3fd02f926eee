package class

import (
	"fmt"
	"strings"
	"time"
)

// Progress says how far the grading of a class is.
type Progress struct {
	Total     int
	Before    int // finished by earlier calls
	Left      int // not graded yet, including those being graded
	Running   int // being graded
	Undecided int // must be graded again because of a fault of the machine
	TimeLeft  time.Duration
}

// String returns, for example, "graded 12 of 100 students, 4 at this moment, 3 finished before, about 5m0s left".
func (p Progress) String() string {
	parts := []string{fmt.Sprintf("graded %d of %d students", p.Total-p.Left, p.Total)}
	if p.Running > 0 {
		parts = append(parts, fmt.Sprintf("%d at this moment", p.Running))
	}
	if p.Before > 0 {
		parts = append(parts, fmt.Sprintf("%d finished before", p.Before))
	}
	if p.Undecided > 0 {
		parts = append(parts, fmt.Sprintf("%d to be graded again", p.Undecided))
	}
	if p.TimeLeft > 0 {
		parts = append(parts, "about "+rounded(p.TimeLeft)+" left")
	}
	return strings.Join(parts, ", ")
}

// rounded rounds a duration to ten seconds, or to minutes if it is long.
func rounded(d time.Duration) string {
	if d >= 10*time.Minute {
		return strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
	}
	return max(d.Round(10*time.Second), 10*time.Second).String()
}
