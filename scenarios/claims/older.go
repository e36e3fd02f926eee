package claims

import (
	"context"
	"fmt"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/steps/world"
)

// Older versions of gherkind have their Leases in another namespace, look for those of others there, and take the
// namespaces of a run that has none for left behind.

// olderLease, on a Lease, says that it is not of an older version but tells one.
const olderLease = "gherkind/for-older-versions"

func (m *Member) olderLeases() leaseClient {
	if m.older != nil {
		return m.older
	}
	return m.client.Typed().CoordinationV1().Leases(world.FormerSystemNamespace)
}

// tellOlder says to older versions that this run goes on. Whoever may not write there has no older version beside it.
func (m *Member) tellOlder(ctx context.Context) error {
	long := metav1.NewMicroTime(time.Now().Add(2 * time.Hour)) // it is not renewed
	_, err := m.olderLeases().Create(ctx, &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: runPrefix + m.run, Labels: map[string]string{world.LabelRun: m.run, olderLease: "true"}},
		Spec:       coordinationv1.LeaseSpec{HolderIdentity: &m.run, RenewTime: &long},
	}, metav1.CreateOptions{})
	if apierrors.IsForbidden(err) {
		return nil
	}
	return err
}

func (m *Member) forgetOlder(ctx context.Context) {
	err := m.olderLeases().Delete(ctx, runPrefix+m.run, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsForbidden(err) && !apierrors.IsNotFound(err) {
		m.note("a Lease of this run is left in namespace %s: %v", world.FormerSystemNamespace, err)
	}
}

// olderAlive tells whether a run of an older version goes on.
func (m *Member) olderAlive(ctx context.Context, run string) (bool, error) {
	lease, err := m.olderLeases().Get(ctx, runPrefix+run, metav1.GetOptions{})
	if apierrors.IsNotFound(err) || apierrors.IsForbidden(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for run %s: %w", run, err)
	}
	return lease.Labels[olderLease] == "" && fresh(lease, time.Now()), nil
}
