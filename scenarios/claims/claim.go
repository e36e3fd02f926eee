package claims

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/steps/world"
)

// Claim waits until the scenario may run: when it is exclusive, while no other
// run has anything in the cluster, else beside others but alone with the named
// nodes. Whom an exclusive scenario meets within its own run is the run's
// affair. release gives
// everything back and must be called; it is never nil.
func (m *Member) Claim(ctx context.Context, exclusive bool, nodes []string) (release func(context.Context) error, err error) {
	if exclusive {
		return m.claimAll(ctx)
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
	slices.Sort(nodes) // one order for all, so that two cannot wait for each other
	for _, node := range slices.Compact(nodes) {
		name := "node-" + node
		if err := m.take(ctx, name); err != nil {
			return release, err
		}
		undo = append(undo, func(ctx context.Context) error { return m.give(ctx, name) })
	}
	return release, nil
}

// claimAll takes the claim on everything and waits for the others to finish.
func (m *Member) claimAll(ctx context.Context) (release func(context.Context) error, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.exclusive > 0 {
		m.exclusive++
		return m.giveAll, nil
	}
	if err := m.take(ctx, everything); err != nil {
		return func(context.Context) error { return nil }, err
	}
	m.exclusive++
	return m.giveAll, m.await(ctx, func(ctx context.Context) (holder string, err error) {
		list, err := m.leases().List(ctx, metav1.ListOptions{LabelSelector: world.LabelRun})
		if err != nil {
			return "", err
		}
		for i := range list.Items {
			lease := &list.Items[i]
			run, isRun := strings.CutPrefix(lease.Name, runPrefix)
			if isRun && run != m.run && lease.Annotations[sharedAnnotation] == "true" && fresh(lease, time.Now()) {
				return run, nil
			}
		}
		return "", nil
	})
}

func (m *Member) giveAll(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.exclusive--; m.exclusive > 0 {
		return nil
	}
	return m.give(ctx, everything)
}

// share says that this run executes ordinary scenarios. Only the first of them
// has to; all wait while another run has everything.
func (m *Member) share(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.shared > 0 {
		m.shared++
		return nil
	}
	err := m.await(ctx, func(ctx context.Context) (holder string, err error) {
		if err := m.setShared(ctx, true); err != nil {
			return "", err
		}
		if holder, err = m.holderOf(ctx, everything); err != nil || holder == "" || holder == m.run {
			return "", err
		}
		return holder, m.setShared(ctx, false)
	})
	if err == nil {
		m.shared = 1
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

// take makes the claim's Lease this run's.
func (m *Member) take(ctx context.Context, name string) error {
	return m.await(ctx, func(ctx context.Context) (string, error) {
		lease, err := m.leases().Get(ctx, claimPrefix+name, metav1.GetOptions{})
		switch {
		case apierrors.IsNotFound(err):
			_, err = m.leases().Create(ctx, &coordinationv1.Lease{
				ObjectMeta: metav1.ObjectMeta{Name: claimPrefix + name, Labels: map[string]string{world.LabelRun: m.run}},
				Spec:       coordinationv1.LeaseSpec{HolderIdentity: &m.run},
			}, metav1.CreateOptions{})
		case err != nil:
		case lease.Spec.HolderIdentity == nil:
			return "", errNoHolder
		default:
			holder := *lease.Spec.HolderIdentity
			if alive, err := m.Alive(ctx, holder); err != nil || alive {
				return holder, err
			}
			lease.Spec.HolderIdentity, lease.Labels = &m.run, map[string]string{world.LabelRun: m.run}
			_, err = m.leases().Update(ctx, lease, metav1.UpdateOptions{}) // refused when somebody was faster
		}
		if apierrors.IsAlreadyExists(err) || apierrors.IsConflict(err) {
			return m.holderOf(ctx, name)
		}
		return "", err
	})
}

func (m *Member) give(ctx context.Context, name string) error {
	err := m.leases().Delete(ctx, claimPrefix+name, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("give back the claim on %s: %w", name, err)
	}
	return nil
}

// holderOf is the living run that holds a claim, "" when there is none.
func (m *Member) holderOf(ctx context.Context, name string) (string, error) {
	lease, err := m.leases().Get(ctx, claimPrefix+name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
		return "", nil
	case err != nil:
		return "", err
	case lease.Spec.HolderIdentity == nil:
		return "", errNoHolder
	}
	alive, err := m.Alive(ctx, *lease.Spec.HolderIdentity)
	if err != nil || !alive {
		return "", err
	}
	return *lease.Spec.HolderIdentity, nil
}

// await tries until nobody is in the way: again when a Lease has changed, and
// when one may have run out, which nothing tells.
func (m *Member) await(ctx context.Context, try func(context.Context) (inTheWay string, err error)) error {
	holder, err := try(ctx)
	if err != nil || holder == "" {
		return err
	}
	m.note("waiting for run %s on this cluster", holder)
	kind, err := m.client.Kind(ctx, schema.GroupVersionKind{Group: "coordination.k8s.io", Version: "v1", Kind: "Lease"})
	if err != nil {
		return err
	}
	if err := m.hub.Ensure(ctx, kind); err != nil {
		return err
	}
	timeline := m.hub.Timeline(world.SystemNamespace)
	defer timeline.Close()
	changed, stop := timeline.Watch()
	defer stop()
	expiry := time.NewTicker(lifetime)
	defer expiry.Stop()
	for {
		if holder, err = try(ctx); err != nil || holder == "" {
			return err
		}
		select {
		case <-changed:
		case <-expiry.C:
		case <-ctx.Done():
			return fmt.Errorf("wait for run %s on this cluster: %w", holder, ctx.Err())
		}
	}
}
