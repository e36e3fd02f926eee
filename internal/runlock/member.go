package runlock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
	"github.com/gherkind/gherkind/steps/world"
)

// A run is dead if its Lease has not been renewed while another run observed it for lifetime. It is renewed three times as often,
// so that a busy machine may miss one or two renewals.
const (
	lifetime = 15 * time.Second
	renewal  = lifetime / 3
)

const (
	runPrefix    = "gherkind-run-"
	lockPrefix   = "gherkind-claim-"
	wholeCluster = "everything" // the lock of exclusive scenarios

	// sharedAnnotation, "true" on a run's Lease, says that the run executes ordinary scenarios.
	sharedAnnotation = "gherkind/shared"
)

// Member is the presence of a run in a cluster. It is safe for concurrent use.
type Member struct {
	client *kube.Client
	hub    *observe.Hub
	run    string
	note   func(format string, args ...any)

	observes bool // it only observes, and has no Lease of its own

	// Intact, if set, checks that everything that the run has in the cluster still exists and belongs to it, after its
	// Lease was deleted. It is set before the first lock is taken.
	Intact func(context.Context) error

	api, older leaseClient // nil: those of the client

	seen observations
	stop context.CancelFunc
	done chan struct{}

	mu        sync.Mutex
	shared    int // ordinary scenarios that are running
	exclusive int // exclusive ones

	presence presence
}

// Join creates the run's Lease and renews it until Leave.
func Join(ctx context.Context, client *kube.Client, hub *observe.Hub, run string, note func(string, ...any)) (*Member, error) {
	m := &Member{client: client, hub: hub, run: run, note: note}
	return m, m.join(ctx)
}

func (m *Member) join(ctx context.Context) error {
	m.done = make(chan struct{})
	err := m.announce(ctx)
	if err != nil && !apierrors.IsAlreadyExists(err) { // an earlier attempt has created it
		return fmt.Errorf("tell other runs on this cluster of this one: %w", err)
	}
	m.presence.renewed(nil)
	doubts, err := m.removeDeadRuns(ctx)
	if err != nil {
		return errors.Join(err, m.leases().Delete(ctx, runPrefix+m.run, metav1.DeleteOptions{}))
	}
	renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
	m.stop = stop
	go m.renew(renewing, doubts)
	return nil
}

// announce creates the run's Lease.
func (m *Member) announce(ctx context.Context) error {
	where, err := inuse.Here()
	if err != nil {
		m.note("other runs on this machine see this one only by the cluster: %v", err)
	}
	now, seconds := metav1.NowMicro(), int32(lifetime/time.Second)
	err = world.InSystem(ctx, m.client, func(ctx context.Context) error {
		_, err := m.leases().Create(ctx, &coordinationv1.Lease{
			ObjectMeta: metav1.ObjectMeta{Name: runPrefix + m.run, Labels: map[string]string{world.LabelRun: m.run},
				Annotations: map[string]string{whereAnnotation: where, sharedAnnotation: strconv.FormatBool(m.presence.sharing())}},
			Spec: coordinationv1.LeaseSpec{HolderIdentity: &m.run, RenewTime: &now, LeaseDurationSeconds: &seconds},
		}, metav1.CreateOptions{})
		return err
	})
	return err
}

// Leave deletes the run's Lease. Its locks must have been released. It also deletes the Leases of dead runs.
func (m *Member) Leave(ctx context.Context) error {
	m.stop()
	<-m.done
	orphans := m.removeOrphans(ctx)
	err := m.leases().Delete(ctx, runPrefix+m.run, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return errors.Join(orphans, fmt.Errorf("tell other runs on this cluster that this one is over: %w", err))
	}
	return orphans
}

func (m *Member) patchRun(ctx context.Context, patch string) error {
	_, err := m.leases().Patch(ctx, runPrefix+m.run, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	return err
}

func (m *Member) setShared(ctx context.Context, shared bool) error {
	m.presence.share(shared)
	patch := fmt.Sprintf(`{"metadata":{"annotations":{%q:%q}}}`, sharedAnnotation, strconv.FormatBool(shared))
	if err := m.patchRun(ctx, patch); err != nil {
		return fmt.Errorf("tell other runs on this cluster what this one does: %w", err)
	}
	return nil
}

// leases returns the client for the Leases of all runs.
func (m *Member) leases() leaseClient {
	if m.api != nil {
		return m.api
	}
	return m.client.Typed().CoordinationV1().Leases(world.SystemNamespace)
}

// list returns the Leases of all runs, without those of locks.
func (m *Member) list(ctx context.Context) ([]coordinationv1.Lease, error) {
	list, err := m.leases().List(ctx, metav1.ListOptions{LabelSelector: world.LabelRun})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list.Items, func(lease coordinationv1.Lease) bool { return !strings.HasPrefix(lease.Name, runPrefix) }), nil
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
