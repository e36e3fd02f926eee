package engine

import (
	"runtime"

	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/throttle"
)

// DefaultLimits are how many scenarios run in parallel on this machine: at most four per core, between 4 and 16. More than
// two per core, and more than four, run only as far as the CPU is idle, see package throttle.
func DefaultLimits() schedule.Limits {
	cores := runtime.GOMAXPROCS(0)
	return schedule.Limits{Most: min(max(4*cores, 4), 16), Least: max(2*cores, 4), Room: throttle.NewMeter().Room}
}

// TrialLimits are how many trials of changed scenarios run in parallel: up to twice as many as scenarios of a run. Half of them wait for something that never happens, which costs nothing.
func TrialLimits() schedule.Limits {
	l := DefaultLimits()
	l.Most *= 2
	return l
}
