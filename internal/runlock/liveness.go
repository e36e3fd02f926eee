package runlock

import (
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"

	"github.com/gherkind/gherkind/internal/runlock/inuse"
	"github.com/gherkind/gherkind/steps/world"
)

// whereAnnotation, on a run's Lease, says where its process can be found; see [inuse.Here].
const whereAnnotation = "gherkind/where"

// observations records what this process itself has observed of the Leases of runs. A run whose Lease did not change while it was
// observed for its lifetime is dead. The renewal time in the Lease does not count, because it is from the clock of another
// machine.
type observations struct {
	mu sync.Mutex
	of map[string]*observation // by name of the Lease
}

type observation struct {
	version string        // of the Lease
	seen    time.Time     // when it was last read
	still   time.Duration // how long it was observed without a change
}

// liveness says whether a run is alive, as far as is known now.
type liveness int

const (
	unknown liveness = iota
	living
	dead
)

// look records a Lease as the API server has just returned it. Time counts only while the Lease is read regularly: if this
// process was suspended, other runs may have been, too.
func (o *observations) look(lease *coordinationv1.Lease) liveness {
	switch inuse.Look(lease.Labels[world.LabelRun], lease.Annotations[whereAnnotation]) {
	case inuse.Living:
		return living
	case inuse.Dead:
		return dead
	case inuse.Unknown:
	}
	now := time.Now()
	o.mu.Lock()
	defer o.mu.Unlock()
	was := o.of[lease.Name]
	if was != nil && was.version == lease.ResourceVersion {
		was.still += min(now.Sub(was.seen), 2*pollInterval)
		was.seen = now
	} else {
		was = &observation{version: lease.ResourceVersion, seen: now}
	}
	if o.of == nil {
		o.of = map[string]*observation{}
	}
	o.of[lease.Name] = was
	if was.still >= lifetime {
		return dead
	}
	return unknown
}

// fresh reports whether a Lease looks renewed, if the clocks agree. It saves a wait, and never decides that a run is dead.
func fresh(lease *coordinationv1.Lease, now time.Time) bool {
	if lease.Spec.RenewTime == nil {
		return false
	}
	age := now.Sub(lease.Spec.RenewTime.Time)
	return -lifetime < age && age < lifetime
}
