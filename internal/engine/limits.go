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
	// startingPerCore is how many pods per core of this machine may wait for their kubelet when another scenario begins on one
	// of gherkind's own clusters, however busy the CPU is: a scenario that starts no pods does not load the CPU.
	startingPerCore = 1
	// regardless is how many scenarios run on an external cluster, however busy it is.
	regardless = 4
)

// limitsOn returns the limits for the cluster of a session. A fixed number is not changed. Otherwise no scenario begins while
// the API server throttles requests (429) or too many pods wait for their kubelet: on gherkind's own clusters only while this
// machine's CPU is busy, on an external cluster in proportion to its nodes.
func (r *runner) limitsOn(s *session) schedule.Limits {
	l := r.options.Limits
	if l.Room == nil {
		return l
	}
	if room := l.Room; !s.run.Foreign {
		here := roomHere(room, r.starting, runtime.GOMAXPROCS(0))
		l.Room = func() bool { return calm(s.run) && here() }
		return l
	}
	nodes, sharers := max(len(s.run.Nodes.All()), 1), max(r.options.Sharers, 1)
	return schedule.Limits{
		Most: part(min(max(scenariosPerNode*nodes, leastOutside), mostOutside), sharers), Least: part(regardless, sharers),
		Room: func() bool { return calm(s.run) && r.starting() < part(startingPerNode*nodes, sharers) },
	}
}

// roomHere reports whether another scenario may begin on a cluster that shares the cores of this machine: few pods wait for their
// kubelet, or the CPU is idle.
func roomHere(idle func() bool, starting func() int, cores int) func() bool {
	return func() bool { return starting() < startingPerCore*cores || idle() }
}

// part is the share of one of several processes that run scenarios on the same cluster.
func part(all, sharers int) int { return (all + sharers - 1) / sharers }

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
