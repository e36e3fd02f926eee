package oncluster

import (
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
)

// observed is what this process itself knows of the Lease of a scenario. The times in the Lease do not count: they are from the
// clock of another machine.
type observed struct {
	done    bool
	failed  bool          // it is done, and did not pass
	version string        // of the Lease
	seen    time.Time     // when it was last read
	still   time.Duration // how long it was observed without a change
}

// next is what is known when the Lease has been read again. Time counts only while it is read regularly: if this process was
// suspended, other runners may have been, too.
func (o observed) next(lease *coordinationv1.Lease, now time.Time) observed {
	if lease.Labels[labelState] == stateDone {
		return observed{done: true, failed: failed(lease.Annotations[annotationOutcome])}
	}
	if o.version != lease.ResourceVersion {
		return observed{version: lease.ResourceVersion, seen: now}
	}
	o.still += min(now.Sub(o.seen), 2*pollInterval)
	o.seen = now
	return o
}

// dead tells that the runner does not renew the Lease any more.
func (o observed) dead() bool { return !o.done && o.still >= lifetime }
