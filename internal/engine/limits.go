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
	// scenariosPerNode is how many scenarios run in parallel per node of an external cluster, between leastOutside and mostOutside.
	scenariosPerNode = 4
	leastOutside     = 8
	mostOutside      = 64
	// regardless is how many scenarios run on an external cluster however busy it is.
	regardless = 4
)

// limitsOn are the limits for the cluster of a session. A fixed number stays. Otherwise no scenario begins while the API server
// wants fewer requests; and on an external cluster, of which the CPU of this machine tells nothing, what counts are its nodes, and
// the pods that wait to be started on them.
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

// starting is how many pods of the scenarios that run wait to be started.
func (r *runner) starting() (count int) {
	r.worlds.Range(func(w, _ any) bool {
		if w, is := w.(*world.World); is {
			count += w.Starting()
		}
		return true
	})
	return count
}

// DefaultLimits are how many scenarios run in parallel on this machine: at most four per core, between 4 and 16. More than
// two per core, and more than four, run only as far as the CPU is idle, see package throttle.
func DefaultLimits() schedule.Limits {
	cores := runtime.GOMAXPROCS(0)
	return schedule.Limits{Most: min(max(4*cores, 4), 16), Least: max(2*cores, 4), Room: throttle.NewMeter().Room}
}

// TrialLimits are how many trials of changed scenarios run in parallel: up to twice as many as scenarios of a run. Half
// of them wait for something that never happens, which costs nothing.
func TrialLimits() schedule.Limits {
	l := DefaultLimits()
	l.Most *= 2
	return l
}
