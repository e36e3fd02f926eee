package engine

import (
	"runtime"
	"time"

	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/throttle"
	"github.com/gherkind/gherkind/steps/world"
)

const (
	// startingPerNode is how many pods per node of an external cluster may wait for their kubelet when another scenario begins.
	startingPerNode = 2
	// scenariosPerNode is how many scenarios run in parallel per node of an external cluster; the total is between leastOutside
	// and mostOutside.
	scenariosPerNode = 4
	leastOutside     = 8
	mostOutside      = 64
	// regardless is how many scenarios run on an external cluster however busy it is.
	regardless = 4
)

// limitsOn returns the limits for the cluster of a session. A fixed number stays. Otherwise no scenario starts while the API
// server asks for fewer requests. On an external cluster the CPU of this machine says nothing; the number of its nodes counts,
// and how many pods wait to be started on them.
func (r *runner) limitsOn(s *session) schedule.Limits {
	l := r.options.Limits
	if l.Room == nil {
		return l
	}
	if room := l.Room; !s.run.Foreign {
		l.Room = func() bool { return calm(s.run) && room() }
		return l
	}
	nodes := max(len(s.run.Nodes.All()), 1)
	return schedule.Limits{
		Most: min(max(scenariosPerNode*nodes, leastOutside), mostOutside), Least: regardless,
		Room: func() bool { return calm(s.run) && r.starting() < startingPerNode*nodes },
	}
}

func calm(run *world.Run) bool { return !time.Now().Before(run.Client.BusyUntil()) }

// starting returns how many pods of the running scenarios wait to be started.
func (r *runner) starting() (count int) {
	r.worlds.Range(func(w, _ any) bool {
		if w, is := w.(*world.World); is {
			count += w.Starting()
		}
		return true
	})
	return count
}

// DefaultLimits returns how many scenarios run in parallel on this machine: at most four per core, between 4 and 16. Beyond two
// per core, and beyond four, they only start while the CPU is idle, see package throttle.
func DefaultLimits() schedule.Limits {
	cores := runtime.GOMAXPROCS(0)
	return schedule.Limits{Most: min(max(4*cores, 4), 16), Least: max(2*cores, 4), Room: throttle.NewMeter().Room}
}

// TrialLimits returns how many trials of changed scenarios run in parallel: up to twice as many as scenarios of a run. Half of
// them wait for something that never happens, which costs nothing.
func TrialLimits() schedule.Limits {
	l := DefaultLimits()
	l.Most *= 2
	return l
}
