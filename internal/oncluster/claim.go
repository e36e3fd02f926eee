package oncluster

import (
	"context"
	"errors"
	"fmt"
	"sync"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/scenarios/report"
)

// claim is a scenario that this runner has taken. It implements [engine.Claim].
type claim struct {
	q         *Queue
	id        string
	inherited bool
	lost      chan struct{} // closed when another runner has taken the scenario over

	mu    sync.Mutex // one write at a time
	lease *coordinationv1.Lease
}

// errLost is the cause when a scenario ends because another runner has taken it over.
var errLost = errors.New("another runner has taken the scenario over, as its Lease was not renewed")

func newClaim(q *Queue, id string, lease *coordinationv1.Lease, inherited bool) *claim {
	return &claim{q: q, id: id, lease: lease, inherited: inherited, lost: make(chan struct{})}
}

// isLost reports whether another runner has taken the scenario over.
func (c *claim) isLost() bool {
	select {
	case <-c.lost:
		return true
	default:
		return false
	}
}

// Inherited implements [engine.Claim].
func (c *claim) Inherited() bool { return c.inherited }

// While implements [engine.Claim].
func (c *claim) While(ctx context.Context) (held context.Context, stop func()) {
	held, cancel := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-c.lost:
			cancel(errLost)
		case <-held.Done():
		}
	}()
	return held, func() { cancel(nil) }
}

// renew renews the Lease. A failed renewal is retried later; the claim is lost only if another runner has written to the Lease.
func (c *claim) renew(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isLost() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, renewal)
	defer cancel()
	lease, now := c.lease.DeepCopy(), metav1.NowMicro()
	lease.Spec.RenewTime = &now
	err := c.update(ctx, lease)
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) && !c.ours(ctx) {
		close(c.lost)
	}
}

// update writes the Lease unless somebody else has written to it since.
func (c *claim) update(ctx context.Context, lease *coordinationv1.Lease) error {
	now, err := c.q.leases.Update(ctx, lease, metav1.UpdateOptions{})
	if err == nil {
		c.lease = now
	}
	return err
}

// ours reads the Lease after a conflict, which may be due to an own write whose response was lost.
func (c *claim) ours(ctx context.Context) bool {
	now, err := c.q.leases.Get(ctx, c.lease.Name, metav1.GetOptions{})
	if err != nil {
		return !apierrors.IsNotFound(err)
	}
	if holderOf(now) != c.q.holder || now.UID != c.lease.UID {
		return false
	}
	c.lease = now
	return true
}

// Done implements [engine.Claim]. The Lease decides which result counts, because only one runner can write it.
func (c *claim) Done(ctx context.Context, s *report.Scenario) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, err := encode(s, c.q.store.Most())
	if err != nil {
		return err
	}
	name := resultName(c.lease.Name, c.q.holder)
	if err := persist(ctx, func(ctx context.Context) error { return c.q.store.Put(ctx, name, data) }); err != nil {
		return fmt.Errorf("store the result: %w", err)
	}
	published := false
	err = persist(ctx, func(ctx context.Context) (err error) {
		published, err = c.publish(ctx, name, s)
		return err
	})
	c.q.ended(c, published, s)
	if err == nil && !published {
		return c.q.store.Delete(ctx, name)
	}
	return err
}

// publish marks the scenario as done in its Lease. It returns false if another runner has the scenario.
func (c *claim) publish(ctx context.Context, result string, s *report.Scenario) (bool, error) {
	lease := c.lease.DeepCopy()
	lease.Labels[labelState] = stateDone
	lease.Annotations[annotationResult], lease.Annotations[annotationOutcome] = result, string(s.Outcome())
	err := c.update(ctx, lease)
	switch {
	case apierrors.IsNotFound(err):
		return false, nil
	case !apierrors.IsConflict(err):
		return err == nil, err
	case !c.ours(ctx):
		return false, nil
	case c.lease.Annotations[annotationResult] == result:
		return true, nil
	}
	return true, c.update(ctx, afresh(c.lease, lease))
}

// afresh returns the current Lease with the labels and annotations of another version.
func afresh(now, lease *coordinationv1.Lease) *coordinationv1.Lease {
	now = now.DeepCopy()
	now.Labels, now.Annotations = lease.Labels, lease.Annotations
	return now
}

// Release implements [engine.Claim].
func (c *claim) Release(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.q.ended(c, false, nil)
	if c.isLost() {
		return nil
	}
	err := persist(ctx, func(ctx context.Context) error {
		return c.q.leases.Delete(ctx, c.lease.Name, metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &c.lease.UID, ResourceVersion: &c.lease.ResourceVersion}})
	})
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}
