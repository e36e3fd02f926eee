package oncluster

import (
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
)

// observed is what this process has observed of the Lease of a scenario. The timestamps in the Lease are not used, because they
// are from the clock of another machine.
type observed struct {
	done    bool
	failed  bool          // it is done and did not pass
	version string        // resourceVersion of the Lease
	seen    time.Time     // when it was last read
	still   time.Duration // for how long it was observed without a change
}

// next updates the observation after the Lease has been read again. Time counts only if the Lease is read regularly: if this
// process was suspended, other runners may have been suspended, too.
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

// dead reports whether the runner no longer renews the Lease.
func (o observed) dead() bool { return !o.done && o.still >= lifetime }
