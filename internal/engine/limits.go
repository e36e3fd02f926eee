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
