package engine

import (
	"runtime"

	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/throttle"
)

// DefaultLimits are how many scenarios run at a time on this machine: at most four
// for each core, between 4 and 16; beyond one for each core, and two, only as far as the
// CPU has time left, see package throttle.
func DefaultLimits() schedule.Limits {
	cores := runtime.GOMAXPROCS(0)
	return schedule.Limits{Most: min(max(4*cores, 4), 16), Least: max(cores, 2), Room: throttle.NewMeter().Room}
}

// TrialLimits are how many trials of changed scenarios run at a time: up to twice as many as scenarios of a run, and twice
// as many of them whatever the CPU does. Half of them wait for what does not come any more, which costs nothing.
func TrialLimits() schedule.Limits {
	l := DefaultLimits()
	l.Most, l.Least = 2*l.Most, 2*l.Least
	return l
}
