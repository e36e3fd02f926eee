package oncluster

import (
	"context"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Leases is the part of the typed client that this package uses.
type Leases interface {
	Get(ctx context.Context, name string, o metav1.GetOptions) (*coordinationv1.Lease, error)
	List(ctx context.Context, o metav1.ListOptions) (*coordinationv1.LeaseList, error)
	Create(ctx context.Context, lease *coordinationv1.Lease, o metav1.CreateOptions) (*coordinationv1.Lease, error)
	Update(ctx context.Context, lease *coordinationv1.Lease, o metav1.UpdateOptions) (*coordinationv1.Lease, error)
	Delete(ctx context.Context, name string, o metav1.DeleteOptions) error
}

// Queue is the queue of a run's scenarios, as seen by one of its runners. It implements [engine.Share].
type Queue struct {
	leases   Leases
	store    Store
	holder   string // UID of the pod
	failFast bool
	units    map[string]string // names of Leases, by the ID of the scenario
	ids      map[string]string // the reverse of units

	mu     sync.Mutex
	known  map[string]observed // by ID; a missing scenario is free, as far as is known
	mine   map[string]*claim   // by ID; claims that are not done
	listed time.Time
	halted bool // a scenario has failed, and no more may be taken

	stop func()
	done chan struct{}
}

var _ engine.Share = (*Queue)(nil)

// NewQueue creates the queue of a runner, which renews its Leases until Close. ids are those of all scenarios of the run, in
// the same order for all runners.
func NewQueue(ctx context.Context, leases Leases, store Store, holder string, ids []string, failFast bool) *Queue {
	q := &Queue{
		leases: leases, store: store, holder: holder, failFast: failFast,
		units: map[string]string{}, ids: map[string]string{}, known: map[string]observed{}, mine: map[string]*claim{}, done: make(chan struct{}),
	}
	for i, id := range ids {
		q.units[id], q.ids[unitName(i)] = unitName(i), id
	}
	renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
	q.stop = stop
	go q.renew(renewing)
	return q
}

// Close stops renewing Leases. Other runners take over the scenarios that this runner still has.
func (q *Queue) Close() {
	q.stop()
	<-q.done
}

func (q *Queue) renew(ctx context.Context) {
	defer close(q.done)
	again := time.NewTicker(renewal)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
		q.mu.Lock()
		var mine []*claim
		for _, c := range q.mine {
			mine = append(mine, c)
		}
		q.mu.Unlock()
		var all sync.WaitGroup
		for _, c := range mine {
			all.Go(func() { c.renew(ctx) })
		}
		all.Wait()
	}
}

// Needless implements [engine.Share].
func (q *Queue) Needless(id string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.halted || q.mine[id] != nil {
		return true
	}
	o, known := q.known[id]
	return known && !o.dead()
}

// Take implements [engine.Share].
func (q *Queue) Take(ctx context.Context, id string) (engine.Claim, error) {
	if q.Needless(id) {
		return nil, nil //nolint:nilnil // there is none
	}
	var c *claim
	err := persist(ctx, func(ctx context.Context) (err error) {
		c, err = q.take(ctx, id)
		return err
	})
	if err != nil || c == nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.mine[id] = c
	return c, nil
}

func (q *Queue) take(ctx context.Context, id string) (*claim, error) {
	name := q.units[id]
	made, err := q.leases.Create(ctx, q.lease(name, id), metav1.CreateOptions{})
	if err == nil {
		return newClaim(q, id, made, false), nil
	}
	if !apierrors.IsAlreadyExists(err) {
		return nil, err
	}
	lease, err := q.leases.Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) { // it was released at this moment
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	switch o := q.look(id, lease); {
	case o.done:
		return nil, nil
	case holderOf(lease) == q.holder: // the response to an earlier attempt was lost
		return newClaim(q, id, lease, false), nil
	case o.dead():
		return q.takeOver(ctx, id, lease)
	}
	return nil, q.refresh(ctx)
}

// takeOver takes the scenario of a dead runner. The write fails if that runner has renewed the Lease, or another runner was
// faster.
func (q *Queue) takeOver(ctx context.Context, id string, lease *coordinationv1.Lease) (*claim, error) {
	now, before := metav1.NowMicro(), int32(0)
	if lease.Spec.LeaseTransitions != nil {
		before = *lease.Spec.LeaseTransitions
	}
	before++
	lease.Spec.HolderIdentity, lease.Spec.RenewTime, lease.Spec.LeaseTransitions = &q.holder, &now, &before
	taken, err := q.leases.Update(ctx, lease, metav1.UpdateOptions{})
	switch {
	case apierrors.IsConflict(err) || apierrors.IsNotFound(err):
		q.forget(id)
		return nil, nil
	case err != nil:
		return nil, err
	}
	return newClaim(q, id, taken, true), nil
}

func (q *Queue) lease(name, id string) *coordinationv1.Lease {
	now, seconds := metav1.NowMicro(), int32(lifetime/time.Second)
	return &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{labelOf: ofUnit, labelState: stateHeld}, Annotations: map[string]string{annotationScenario: id}},
		Spec:       coordinationv1.LeaseSpec{HolderIdentity: &q.holder, RenewTime: &now, LeaseDurationSeconds: &seconds},
	}
}

// look records a Lease that was just read.
func (q *Queue) look(id string, lease *coordinationv1.Lease) observed {
	q.mu.Lock()
	defer q.mu.Unlock()
	o := q.known[id].next(lease, time.Now())
	q.known[id] = o
	q.halted = q.halted || q.failFast && o.failed
	return o
}

func (q *Queue) forget(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.known, id)
}

// refresh reads all Leases, if that was some time ago: if one scenario is taken, others probably are as well.
func (q *Queue) refresh(ctx context.Context) error {
	q.mu.Lock()
	recent := time.Since(q.listed) < 2*pollInterval
	q.mu.Unlock()
	if recent {
		return nil
	}
	return q.list(ctx)
}

func (q *Queue) list(ctx context.Context) error {
	list, err := q.leases.List(ctx, metav1.ListOptions{LabelSelector: labelOf + "=" + ofUnit})
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for i := range list.Items {
		if id, known := q.ids[list.Items[i].Name]; known {
			q.look(id, &list.Items[i])
			there[id] = true
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.listed = time.Now()
	for id := range q.known {
		if !there[id] { // it was released
			delete(q.known, id)
		}
	}
	return nil
}

// Await implements [engine.Share].
func (q *Queue) Await(ctx context.Context) (more bool, err error) {
	again := time.NewTicker(pollInterval)
	defer again.Stop()
	for {
		if err := persist(ctx, q.list); err != nil {
			return false, err
		}
		if free, left := q.left(); free || !left {
			return free, nil
		}
		select {
		case <-ctx.Done():
			return false, nil
		case <-again.C:
		}
	}
}

// left reports whether a scenario can be taken now, and whether any is not done.
func (q *Queue) left() (free, left bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.halted {
		return false, false
	}
	for id := range q.units {
		o, known := q.known[id]
		switch {
		case known && o.done:
		case known && !o.dead():
			left = true
		default:
			return true, true
		}
	}
	return false, left
}

// ended removes a claim from those of the runner.
func (q *Queue) ended(c *claim, done bool, s *report.Scenario) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.mine, c.id)
	delete(q.known, c.id)
	if done {
		q.known[c.id] = observed{done: true}
		q.halted = q.halted || q.failFast && failed(string(s.Outcome()))
	}
}

// failed reports whether an outcome stops a run with fail-fast.
func failed(outcome string) bool {
	return outcome == string(report.OutcomeFailed) || outcome == string(report.OutcomeInfrastructure)
}

func holderOf(lease *coordinationv1.Lease) string {
	if lease.Spec.HolderIdentity == nil {
		return ""
	}
	return *lease.Spec.HolderIdentity
}
