package runlock

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// glance is how often a Lease is looked at by somebody who waits for its run: that it does not change is no event that
// could be watched.
const glance = time.Second

// patience is how long an API server may keep somebody from telling whether a run is alive.
const patience = 4 * lifetime

// Alive tells whether a run goes on. Where that cannot be told at once, by its process on this machine, or by a Lease that
// looks renewed, its Lease is watched, see AwaitDeath.
func (m *Member) Alive(ctx context.Context, run string) (bool, error) {
	lease, err := m.leaseOf(ctx, run)
	if err != nil {
		return false, err
	}
	if lease == nil {
		return m.olderAlive(ctx, run)
	}
	if m.pulses.look(lease) == unsure && !fresh(lease, time.Now()) {
		dead, err := m.AwaitDeath(ctx, run)
		return !dead, err
	}
	return m.goesOn(ctx, lease)
}

// AwaitDeath waits until it is certain whether a run goes on: it renews its Lease, or its process is seen, or it has
// removed its Lease, or has not renewed it while that was watched for its lifetime. A run of which that cannot be found out
// counts as alive.
func (m *Member) AwaitDeath(ctx context.Context, run string) (gone bool, err error) {
	watching, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(glance)
	defer again.Stop()
	first := ""
	for {
		lease, err := m.leaseOf(watching, run)
		switch {
		case err == nil && lease == nil:
			alive, err := m.olderAlive(ctx, run)
			return !alive, err
		case err == nil:
			state := m.pulses.look(lease)
			first = cmp.Or(first, lease.ResourceVersion)
			if state == dead {
				return m.bury(ctx, lease)
			}
			if state == living || lease.ResourceVersion != first {
				return false, nil
			}
		case !kube.Transient(err) && watching.Err() == nil:
			return false, err
		}
		select {
		case <-again.C:
		case <-watching.Done():
			return false, ctx.Err()
		}
	}
}

// leaseOf is a run's Lease, nil when it has none. It looks at those of all runs, so that the time in which one is watched
// counts for the others.
func (m *Member) leaseOf(ctx context.Context, run string) (*coordinationv1.Lease, error) {
	list, err := m.list(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for run %s: %w", run, err)
	}
	var found *coordinationv1.Lease
	for i := range list {
		if list[i].Name == runPrefix+run {
			found = &list[i]
			continue
		}
		m.pulses.look(&list[i])
	}
	return found, nil
}

// goesOn tells whether the run of a Lease is alive, as far as can be told at once: one that may be is.
func (m *Member) goesOn(ctx context.Context, lease *coordinationv1.Lease) (bool, error) {
	if m.pulses.look(lease) != dead {
		return true, nil
	}
	gone, err := m.bury(ctx, lease)
	return !gone, err
}

// bury removes the Lease of a dead run, so that it knows, should it wake up. One that has been renewed in the last moment
// is that of a living run.
func (m *Member) bury(ctx context.Context, lease *coordinationv1.Lease) (gone bool, err error) {
	same := metav1.Preconditions{UID: &lease.UID, ResourceVersion: &lease.ResourceVersion}
	err = m.leases().Delete(ctx, lease.Name, metav1.DeleteOptions{Preconditions: &same})
	switch {
	case err == nil || apierrors.IsNotFound(err):
		return true, nil
	case apierrors.IsConflict(err):
		return false, nil
	case m.observes && kube.Barrier(err) != "": // perhaps by what the dead run itself has left: a run that joins removes that
		return true, nil
	}
	return false, fmt.Errorf("remove the Lease %s of a dead run: %w", lease.Name, err)
}

// forgetDead removes the Leases of runs that are known to have died. doubts says that others look as if they had.
func (m *Member) forgetDead(ctx context.Context) (doubts bool, err error) {
	list, err := m.list(ctx)
	if err != nil {
		return false, fmt.Errorf("look for other runs on this cluster: %w", err)
	}
	var errs []error
	for i := range list {
		if list[i].Name == runPrefix+m.run {
			continue
		}
		alive, err := m.goesOn(ctx, &list[i])
		errs = append(errs, err)
		doubts = doubts || alive && !fresh(&list[i], time.Now())
	}
	return doubts, errors.Join(errs...)
}
