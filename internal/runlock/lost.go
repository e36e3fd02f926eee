package runlock

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Lost says that another run has considered this one dead, and has deleted or taken its objects and locks. The results of running
// scenarios are void.
type Lost struct {
	Silent time.Duration // how long this run had not renewed its Lease
	Err    error         // what the run has lost
	Doubt  bool          // Err says why it is unknown whether it has lost anything
}

func (l *Lost) Error() string {
	took := "considered it dead"
	if l.Doubt {
		took = "may have considered it dead"
	}
	return fmt.Sprintf("this run did not renew its Lease for %s (was it suspended, or the machine asleep?), and another run %s: %v; run it again",
		l.Silent.Round(time.Second), took, l.Err)
}

func (l *Lost) Unwrap() error { return l.Err }

// presence has what a run has published in its Lease, and the contexts of While.
type presence struct {
	renewing sync.Mutex // one at a time

	mu      sync.Mutex
	last    time.Time // when the Lease was renewed
	tried   time.Time // the last attempt
	shares  bool      // the annotation on the Lease
	lost    bool      // it was lost, and has not been announced again
	held    map[string]bool
	next    int
	running map[int]context.CancelCauseFunc
}

// renewed records the result of an attempt to renew the Lease.
func (p *presence) renewed(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tried = time.Now(); err == nil {
		p.last = p.tried
	}
}

// silent returns the time since the Lease was renewed.
func (p *presence) silent() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return since(p.last)
}

// asleep returns the time since the last attempt to renew. During an outage the attempts fail, but other runs cannot observe the
// Lease either.
func (p *presence) asleep() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return since(p.tried)
}

// since returns the longer of two durations: by the monotonic clock, which stops while the machine is suspended, and by the wall
// clock.
func since(at time.Time) time.Duration {
	return max(time.Since(at), time.Now().Round(0).Sub(at.Round(0)))
}

func (p *presence) share(shares bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shares = shares
}

func (p *presence) sharing() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shares
}

func (p *presence) hold(lock string, held bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held == nil {
		p.held = map[string]bool{}
	}
	if held {
		p.held[lock] = true
	} else {
		delete(p.held, lock)
	}
}

func (p *presence) locks() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.held))
}

// While returns a context that also ends when the run is considered dead, with [Lost] as its cause. stop must be called.
func (m *Member) While(ctx context.Context) (alive context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	p := &m.presence
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running == nil {
		p.running = map[int]context.CancelCauseFunc{}
	}
	id := p.next
	p.next++
	p.running[id] = cancel
	return ctx, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.running, id)
		cancel(nil)
	}
}

// lose ends all contexts of While.
func (p *presence) lose(l *Lost) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lost = true
	for _, cancel := range p.running {
		cancel(l)
	}
}

// interrupted reports whether other runs may no longer know that this one shares the cluster.
func (p *presence) interrupted() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

func (p *presence) resumed() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lost = false
}

// Confirm makes sure, before a result is concluded in a context of While, that no other run can have considered this one
// dead: if it has been silent long enough, it renews its Lease. Its error is a [*Lost].
func (m *Member) Confirm(ctx, while context.Context) error {
	if m.presence.asleep() >= lifetime {
		silent := m.presence.silent()
		if err := m.renewOnce(ctx); err != nil {
			return &Lost{Silent: silent, Err: err, Doubt: true}
		}
	}
	if lost, is := errors.AsType[*Lost](context.Cause(while)); is {
		return lost
	}
	return nil
}

// renew renews the Lease until the context ends. While it is uncertain whether other runs are alive, it observes them as
// well.
func (m *Member) renew(ctx context.Context, doubts bool) {
	defer close(m.done)
	again := time.NewTicker(renewal)
	defer again.Stop()
	reported := false // about the current outage
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
		err := m.renewOnce(ctx)
		if err != nil && !reported {
			reported, err = m.unrenewed(ctx, err)
		}
		reported = reported && err != nil
		if doubts && err == nil {
			if doubts, err = m.removeDeadRuns(ctx); err != nil && ctx.Err() == nil {
				m.note("%v", err)
			}
		}
	}
}

// unrenewed returns an error if the Lease could not be renewed for so long that others may consider this run dead. While
// the API server answers nobody, for example because etcd has no quorum, nobody can observe that. If it answers again, the
// renewal is repeated.
func (m *Member) unrenewed(ctx context.Context, why error) (reported bool, err error) {
	silent := m.presence.silent()
	if silent < lifetime || ctx.Err() != nil {
		return false, why
	}
	asking, cancel := context.WithTimeout(ctx, renewal)
	defer cancel()
	if _, err := m.leases().Get(asking, runPrefix+m.run, metav1.GetOptions{}); err == nil {
		if why = m.renewOnce(ctx); why == nil {
			return false, nil
		}
		m.note("other runs on this cluster may take this one for dead, as it could not renew its Lease for %s: %v", silent.Round(time.Second), why)
		return true, why
	}
	if silent < apiTimeout {
		return false, why
	}
	m.note("the API server has not answered for %s; if it answers other runs, they may take this one for dead: %v", silent.Round(time.Second), why)
	return true, why
}

// renewOnce renews the Lease. If it does not exist, another run has considered this one dead.
func (m *Member) renewOnce(ctx context.Context) error {
	m.presence.renewing.Lock()
	defer m.presence.renewing.Unlock()
	silent := m.presence.silent()
	trying, cancel := context.WithTimeout(ctx, renewal)
	defer cancel()
	err := m.patchRun(trying, fmt.Sprintf(`{"spec":{"renewTime":%q}}`, metav1.NowMicro().UTC().Format(metav1.RFC3339Micro)))
	if apierrors.IsNotFound(err) {
		rejoining, cancel := context.WithTimeout(ctx, lifetime)
		defer cancel()
		err = m.rejoin(rejoining, silent)
	}
	m.presence.renewed(err)
	return err
}

// rejoin creates the run's Lease again, and then finds out what other runs have done in the meantime. It writes to everything
// that it holds: a run that is about to take a lock checks again whether this run is alive.
func (m *Member) rejoin(ctx context.Context, silent time.Duration) error {
	if err := m.announce(ctx); err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	var errs []error
	if m.presence.sharing() {
		rival, err := m.rival(ctx, wholeCluster)
		if err == nil && rival != "" {
			err = fmt.Errorf("run %s holds the exclusive lock on the cluster", rival)
		}
		errs = append(errs, err)
	}
	for _, name := range m.presence.locks() {
		errs = append(errs, m.confirmLock(ctx, name))
	}
	if m.Intact != nil {
		errs = append(errs, m.Intact(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		m.presence.lose(&Lost{Silent: silent, Err: err})
		return nil //nolint:nilerr // it is reported as lost
	}
	m.note("another run considered this run dead, as its Lease was not renewed for %s; everything that it holds is still there", silent.Round(time.Second))
	return nil
}

// confirmLock makes sure that this run still holds a lock.
func (m *Member) confirmLock(ctx context.Context, name string) error {
	lease, err := m.leases().Get(ctx, lockPrefix+name, metav1.GetOptions{})
	if err == nil && holderOf(lease) != m.run {
		return fmt.Errorf("run %s has its lock on %s", holderOf(lease), name)
	}
	if err == nil {
		now := metav1.NowMicro()
		lease.Spec.RenewTime = &now
		_, err = m.leases().Update(ctx, lease, metav1.UpdateOptions{})
	}
	if err != nil {
		return fmt.Errorf("its lock on %s: %w", name, err)
	}
	return nil
}

// holderOf is the run that the Lease of a lock names.
func holderOf(lease *coordinationv1.Lease) string {
	if lease.Spec.HolderIdentity == nil {
		return ""
	}
	return *lease.Spec.HolderIdentity
}
