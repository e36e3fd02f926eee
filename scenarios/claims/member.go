package claims

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// A run that has not renewed its Lease for lifetime is dead. It is renewed
// three times as often, so that a busy machine may miss one or two. Clocks of
// machines that share a cluster must agree to within a few seconds.
const (
	lifetime = 15 * time.Second
	renewal  = lifetime / 3
)

const (
	runPrefix   = "gherkind-run-"
	claimPrefix = "gherkind-claim-"
	everything  = "everything" // the claim of exclusive scenarios

	// sharedAnnotation, "true" on a run's Lease, says that it executes ordinary scenarios.
	sharedAnnotation = "gherkind/shared"
)

// Member is a run's presence in a cluster. It is safe for concurrent use.
type Member struct {
	client *kube.Client
	hub    *observe.Hub
	run    string
	note   func(format string, args ...any)

	stop context.CancelFunc
	done chan struct{}

	mu        sync.Mutex
	shared    int // ordinary scenarios that are running
	exclusive int // exclusive ones
}

// Join makes the run's Lease and renews it until Leave.
func Join(ctx context.Context, client *kube.Client, hub *observe.Hub, run string, note func(string, ...any)) (*Member, error) {
	m := &Member{client: client, hub: hub, run: run, note: note, done: make(chan struct{})}
	now := metav1.NowMicro()
	seconds := int32(lifetime / time.Second)
	err := world.InSystem(ctx, client, func(ctx context.Context) error {
		_, err := m.leases().Create(ctx, &coordinationv1.Lease{
			ObjectMeta: metav1.ObjectMeta{Name: runPrefix + run, Labels: map[string]string{world.LabelRun: run}},
			Spec:       coordinationv1.LeaseSpec{HolderIdentity: &run, RenewTime: &now, LeaseDurationSeconds: &seconds},
		}, metav1.CreateOptions{})
		return err
	})
	if err == nil {
		err = m.tellOlder(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("tell other runs on this cluster of this one: %w", err)
	}
	if err := m.forgetDead(ctx); err != nil {
		return nil, errors.Join(err, m.leases().Delete(ctx, runPrefix+run, metav1.DeleteOptions{}))
	}
	renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
	m.stop = stop
	go m.renew(renewing)
	return m, nil
}

// forgetDead removes the Leases of runs that have died. Without one a run is as
// dead as with one that has run out.
func (m *Member) forgetDead(ctx context.Context) error {
	list, err := m.leases().List(ctx, metav1.ListOptions{LabelSelector: world.LabelRun})
	if err != nil {
		return fmt.Errorf("look for other runs on this cluster: %w", err)
	}
	var errs []error
	for i := range list.Items {
		lease := &list.Items[i]
		if !strings.HasPrefix(lease.Name, runPrefix) || fresh(lease, time.Now()) {
			continue
		}
		same := metav1.Preconditions{UID: &lease.UID, ResourceVersion: &lease.ResourceVersion}
		err := m.leases().Delete(ctx, lease.Name, metav1.DeleteOptions{Preconditions: &same})
		if err != nil && !apierrors.IsNotFound(err) && !apierrors.IsConflict(err) {
			errs = append(errs, fmt.Errorf("remove the Lease %s of a dead run: %w", lease.Name, err))
		}
	}
	return errors.Join(errs...)
}

// Leave ends the run's presence. Its claims must have been given back.
func (m *Member) Leave(ctx context.Context) error {
	m.stop()
	<-m.done
	m.forgetOlder(ctx)
	err := m.leases().Delete(ctx, runPrefix+m.run, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("tell other runs on this cluster that this one is over: %w", err)
	}
	return nil
}

func (m *Member) renew(ctx context.Context) {
	defer close(m.done)
	again := time.NewTicker(renewal)
	defer again.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
		patch := fmt.Sprintf(`{"spec":{"renewTime":%q}}`, metav1.NowMicro().UTC().Format(metav1.RFC3339Micro))
		err := m.patchRun(ctx, patch)
		if err != nil && ctx.Err() == nil && !failing {
			m.note("other runs on this cluster may take this one for dead: %v", err)
		}
		failing = err != nil
	}
}

func (m *Member) patchRun(ctx context.Context, patch string) error {
	_, err := m.leases().Patch(ctx, runPrefix+m.run, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	return err
}

func (m *Member) setShared(ctx context.Context, shared bool) error {
	patch := fmt.Sprintf(`{"metadata":{"annotations":{%q:%q}}}`, sharedAnnotation, strconv.FormatBool(shared))
	if err := m.patchRun(ctx, patch); err != nil {
		return fmt.Errorf("tell other runs on this cluster what this one does: %w", err)
	}
	return nil
}

// Alive tells whether a run still renews its Lease.
func (m *Member) Alive(ctx context.Context, run string) (bool, error) {
	lease, err := m.leases().Get(ctx, runPrefix+run, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return m.olderAlive(ctx, run)
	}
	if err != nil {
		return false, fmt.Errorf("look for run %s: %w", run, err)
	}
	return fresh(lease, time.Now()), nil
}

// AwaitDeath waits until a run has ended or its Lease has run out, at most for
// the lifetime of a Lease that is not renewed. It returns false when the run
// goes on.
func (m *Member) AwaitDeath(ctx context.Context, run string) (dead bool, err error) {
	over := time.NewTimer(lifetime + time.Second)
	defer over.Stop()
	again := time.NewTicker(time.Second) // a Lease that runs out is no event that could be watched
	defer again.Stop()
	first := metav1.MicroTime{}
	for {
		lease, err := m.leases().Get(ctx, runPrefix+run, metav1.GetOptions{})
		switch {
		case apierrors.IsNotFound(err):
			alive, err := m.olderAlive(ctx, run)
			return !alive, err
		case err != nil:
			return false, fmt.Errorf("look for run %s: %w", run, err)
		case !fresh(lease, time.Now()):
			return true, nil
		case first.IsZero():
			first = *lease.Spec.RenewTime
		case !lease.Spec.RenewTime.Equal(&first):
			return false, nil // it has just renewed
		}
		select {
		case <-again.C:
		case <-over.C:
			return false, nil
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
}

func fresh(lease *coordinationv1.Lease, now time.Time) bool {
	return lease.Spec.RenewTime != nil && now.Sub(lease.Spec.RenewTime.Time) < lifetime
}

var errNoHolder = errors.New("the claim's Lease names no holder")

// leases is where all Leases of runs are.
func (m *Member) leases() leaseClient {
	return m.client.Typed().CoordinationV1().Leases(world.SystemNamespace)
}

// leaseClient is the part of the typed client that is used.
type leaseClient interface {
	Get(ctx context.Context, name string, o metav1.GetOptions) (*coordinationv1.Lease, error)
	List(ctx context.Context, o metav1.ListOptions) (*coordinationv1.LeaseList, error)
	Create(ctx context.Context, lease *coordinationv1.Lease, o metav1.CreateOptions) (*coordinationv1.Lease, error)
	Update(ctx context.Context, lease *coordinationv1.Lease, o metav1.UpdateOptions) (*coordinationv1.Lease, error)
	Patch(ctx context.Context, name string, kind types.PatchType, data []byte, o metav1.PatchOptions, sub ...string) (*coordinationv1.Lease, error)
	Delete(ctx context.Context, name string, o metav1.DeleteOptions) error
}
