package runlock

import (
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"

	"github.com/gherkind/gherkind/internal/runlock/inuse"
	"github.com/gherkind/gherkind/steps/world"
)

// whereAnnotation, on a run's Lease, names the place where its process can be seen; see [inuse.Here].
const whereAnnotation = "gherkind/where"

// pulses are what this process has seen itself of the Leases of runs. A Lease that has not changed while it was watched
// for lifetime is that of a dead run. The time in it does not count: it is by the clock of another machine.
type pulses struct {
	mu sync.Mutex
	of map[string]*pulse // by the name of the Lease
}

type pulse struct {
	version string        // of the Lease
	seen    time.Time     // when it was last looked at
	still   time.Duration // watched without a change
}

// vital is whether a run goes on, as far as can be told at once.
type vital int

const (
	unsure vital = iota
	living
	dead
)

// look takes in a Lease as the API server has just given it. Only time counts in which somebody looked again and again:
// when this process was stopped itself, others may have been, too.
func (p *pulses) look(lease *coordinationv1.Lease) vital {
	switch inuse.Look(lease.Labels[world.LabelRun], lease.Annotations[whereAnnotation]) {
	case inuse.Living:
		return living
	case inuse.Dead:
		return dead
	case inuse.Unknown:
	}
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.of[lease.Name]
	if was != nil && was.version == lease.ResourceVersion {
		was.still += min(now.Sub(was.seen), 2*glance)
		was.seen = now
	} else {
		was = &pulse{version: lease.ResourceVersion, seen: now}
	}
	if p.of == nil {
		p.of = map[string]*pulse{}
	}
	p.of[lease.Name] = was
	if was.still >= lifetime {
		return dead
	}
	return unsure
}

// fresh tells that a Lease looks renewed, if the clocks agree. It saves a wait, and never decides that a run is dead.
func fresh(lease *coordinationv1.Lease, now time.Time) bool {
	if lease.Spec.RenewTime == nil {
		return false
	}
	age := now.Sub(lease.Spec.RenewTime.Time)
	return -lifetime < age && age < lifetime
}
