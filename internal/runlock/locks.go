package runlock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/steps/world"
)

// Acquire waits until a scenario may run, and takes its locks. An exclusive scenario locks the whole cluster: no other run
// executes anything there. All others share the cluster and lock only the named nodes. Scenarios of the same run are kept
// apart by the run itself. release must be called; it is never nil.
func (m *Member) Acquire(ctx context.Context, exclusive bool, nodes []string) (release func(context.Context) error, err error) {
	if exclusive {
		return m.lockCluster(ctx)
	}
	var undo []func(context.Context) error
	release = func(ctx context.Context) error {
		var errs []error
		for _, f := range slices.Backward(undo) {
			errs = append(errs, f(ctx))
		}
		return errors.Join(errs...)
	}
	if err := m.share(ctx); err != nil {
		return release, err
	}
	undo = append(undo, m.unshare)
	nodes = slices.Clone(nodes)
	slices.Sort(nodes) // the same order for all, to prevent deadlocks
	for _, node := range slices.Compact(nodes) {
		name := "node-" + node
		if err := m.lock(ctx, name); err != nil {
			return release, err
		}
		undo = append(undo, func(ctx context.Context) error { return m.unlock(ctx, name) })
	}
	return release, nil
}

// lockCluster locks the whole cluster, and waits until no other run shares it.
func (m *Member) lockCluster(ctx context.Context) (release func(context.Context) error, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.exclusive > 0 {
		m.exclusive++
		return m.unlockCluster, nil
	}
	if err := m.lock(ctx, wholeCluster); err != nil {
		return func(context.Context) error { return nil }, err
	}
	m.exclusive++
	return m.unlockCluster, m.await(ctx, m.sharingRun)
}

// sharingRun is another run that shares the cluster, "" if there is none.
func (m *Member) sharingRun(ctx context.Context) (string, error) {
	list, err := m.list(ctx)
	if err != nil {
		return "", err
	}
	for i := range list {
		lease := &list[i]
		run := strings.TrimPrefix(lease.Name, runPrefix)
		if run == m.run || lease.Annotations[sharedAnnotation] != "true" {
			continue
		}
		if alive, err := m.leaseAlive(ctx, lease); err != nil || alive {
			return run, err
		}
	}
	return "", nil
}

func (m *Member) unlockCluster(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.exclusive--; m.exclusive > 0 {
		return nil
	}
	return m.unlock(ctx, wholeCluster)
}

// share announces that this run executes ordinary scenarios. Only the first of them has to do so. All wait while another
// run has locked the whole cluster.
func (m *Member) share(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.shared > 0 && !m.presence.interrupted() {
		m.shared++
		return nil
	}
	err := m.await(ctx, func(ctx context.Context) (holder string, err error) {
		if holder, err = m.rival(ctx, wholeCluster); err != nil || holder != "" {
			return holder, err
		}
		if err := m.setShared(ctx, true); err != nil {
			return "", err
		}
		if holder, err = m.rival(ctx, wholeCluster); err != nil || holder == "" {
			return "", err
		}
		return holder, m.setShared(ctx, false)
	})
	if err == nil {
		m.shared++
		m.presence.resumed()
	}
	return err
}

func (m *Member) unshare(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.shared--; m.shared > 0 {
		return nil
	}
	return m.setShared(ctx, false)
}

// lock takes a lock. This run may already hold it if the answer to an earlier attempt was lost.
func (m *Member) lock(ctx context.Context, name string) error {
	err := m.await(ctx, func(ctx context.Context) (string, error) {
		lease, err := m.leases().Get(ctx, lockPrefix+name, metav1.GetOptions{})
		switch {
		case apierrors.IsNotFound(err):
			_, err = m.leases().Create(ctx, &coordinationv1.Lease{
				ObjectMeta: metav1.ObjectMeta{Name: lockPrefix + name, Labels: map[string]string{world.LabelRun: m.run}},
				Spec:       coordinationv1.LeaseSpec{HolderIdentity: &m.run},
			}, metav1.CreateOptions{})
		case err != nil:
		default:
			holder, rival := holderOf(lease), ""
			if rival, err = m.livingRival(ctx, holder); err != nil || rival != "" || holder == m.run {
				return rival, err
			}
			lease.Spec.HolderIdentity, lease.Labels = &m.run, map[string]string{world.LabelRun: m.run}
			_, err = m.leases().Update(ctx, lease, metav1.UpdateOptions{}) // this fails if another run was faster
		}
		if apierrors.IsAlreadyExists(err) || apierrors.IsConflict(err) {
			return m.rivalOr(ctx, name, "that was faster")
		}
		return "", err
	})
	if err == nil {
		m.presence.hold(name, true)
	}
	return err
}

// unlock releases a lock, unless another run holds it now.
func (m *Member) unlock(ctx context.Context, name string) error {
	m.presence.hold(name, false)
	ctx, cancel := context.WithTimeout(ctx, lifetime)
	defer cancel()
	err := m.await(ctx, func(ctx context.Context) (string, error) {
		lease, err := m.leases().Get(ctx, lockPrefix+name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) || err == nil && holderOf(lease) != m.run {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		same := metav1.Preconditions{UID: &lease.UID, ResourceVersion: &lease.ResourceVersion}
		err = m.leases().Delete(ctx, lease.Name, metav1.DeleteOptions{Preconditions: &same})
		switch {
		case apierrors.IsNotFound(err):
			return "", nil
		case apierrors.IsConflict(err): // another run has just written it
			return m.run, nil
		}
		return "", err
	})
	if err != nil {
		return fmt.Errorf("release the lock on %s: %w", name, err)
	}
	return nil
}

// rival is another living run that holds a lock, "" if there is none.
func (m *Member) rival(ctx context.Context, name string) (string, error) {
	lease, err := m.leases().Get(ctx, lockPrefix+name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return m.livingRival(ctx, holderOf(lease))
}

// rivalOr is rival, or a word for a run that held the lock a moment ago.
func (m *Member) rivalOr(ctx context.Context, name, word string) (string, error) {
	rival, err := m.rival(ctx, name)
	if err == nil && rival == "" {
		rival = word
	}
	return rival, err
}

// livingRival is the run itself if it is another one and alive, otherwise "".
func (m *Member) livingRival(ctx context.Context, run string) (string, error) {
	if run == m.run {
		return "", nil
	}
	lease, err := m.leaseOf(ctx, run)
	if err != nil || lease == nil {
		return "", err
	}
	if alive, err := m.leaseAlive(ctx, lease); err != nil || !alive {
		return "", err
	}
	return run, nil
}
