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

// pollInterval is how often a run that waits for another one reads its Lease: not being renewed is not an event that could be
// watched.
const pollInterval = time.Second

// apiTimeout is how long a run whose Lease cannot be read counts as alive because the API server does not answer.
const apiTimeout = 4 * lifetime

// Alive reports whether a run is alive: by its process, if that is on this machine, or by a Lease that looks renewed. If
// neither is certain, its Lease is observed for some time, see AwaitDeath.
func (m *Member) Alive(ctx context.Context, run string) (bool, error) {
	lease, err := m.leaseOf(ctx, run)
	if err != nil {
		return false, err
	}
	if lease == nil {
		return m.olderAlive(ctx, run)
	}
	if m.seen.look(lease) == unknown && !fresh(lease, time.Now()) {
		dead, err := m.AwaitDeath(ctx, run)
		return !dead, err
	}
	return m.leaseAlive(ctx, lease)
}

// AwaitDeath waits until it is certain whether a run is alive. It is alive if it renews its Lease or its process is found.
// It is dead if its Lease is gone, or was not renewed while it was observed for its lifetime. If neither can be found out,
// it counts as alive.
func (m *Member) AwaitDeath(ctx context.Context, run string) (gone bool, err error) {
	watching, cancel := context.WithTimeout(ctx, apiTimeout)
	defer cancel()
	again := time.NewTicker(pollInterval)
	defer again.Stop()
	first := ""
	for {
		lease, err := m.leaseOf(watching, run)
		switch {
		case err == nil && lease == nil:
			alive, err := m.olderAlive(ctx, run)
			return !alive, err
		case err == nil:
			state := m.seen.look(lease)
			first = cmp.Or(first, lease.ResourceVersion)
			if state == dead {
				return m.removeDead(ctx, lease)
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

// leaseOf is a run's Lease, nil if it has none. It observes the Leases of all runs, so that the time spent on one counts
// for the others.
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
		m.seen.look(&list[i])
	}
	return found, nil
}

// leaseAlive reports whether the run of a Lease is alive, as far as is known now; if that is unknown, it counts as alive.
func (m *Member) leaseAlive(ctx context.Context, lease *coordinationv1.Lease) (bool, error) {
	if m.seen.look(lease) != dead {
		return true, nil
	}
	gone, err := m.removeDead(ctx, lease)
	return !gone, err
}

// removeDead deletes the Lease of a dead run, so that the run notices if it continues. A Lease that has been renewed in the
// meantime belongs to a living run and stays.
func (m *Member) removeDead(ctx context.Context, lease *coordinationv1.Lease) (gone bool, err error) {
	same := metav1.Preconditions{UID: &lease.UID, ResourceVersion: &lease.ResourceVersion}
	err = m.leases().Delete(ctx, lease.Name, metav1.DeleteOptions{Preconditions: &same})
	switch {
	case err == nil || apierrors.IsNotFound(err):
		return true, nil
	case apierrors.IsConflict(err):
		return false, nil
	case m.observes && kube.Barrier(err) != "": // possibly rejected by a webhook of the dead run, which the next run that joins deletes
		return true, nil
	}
	return false, fmt.Errorf("remove the Lease %s of a dead run: %w", lease.Name, err)
}

// removeDeadRuns deletes the Leases of dead runs. doubts says that other runs look dead, but this is not certain yet.
func (m *Member) removeDeadRuns(ctx context.Context) (doubts bool, err error) {
	list, err := m.list(ctx)
	if err != nil {
		return false, fmt.Errorf("look for other runs on this cluster: %w", err)
	}
	var errs []error
	for i := range list {
		if list[i].Name == runPrefix+m.run {
			continue
		}
		alive, err := m.leaseAlive(ctx, &list[i])
		errs = append(errs, err)
		doubts = doubts || alive && !fresh(&list[i], time.Now())
	}
	return doubts, errors.Join(errs...)
}
