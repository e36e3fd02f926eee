package runlock

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/steps/world"
)

// Older versions of gherkind have their Leases in another namespace.

// olderLease, on a Lease in that namespace, says that the Lease is not from an older version: some versions wrote copies there
// for even older ones.
const olderLease = "gherkind/for-older-versions"

func (m *Member) olderLeases() leaseClient {
	if m.older != nil {
		return m.older
	}
	return m.client.Typed().CoordinationV1().Leases(world.FormerSystemNamespace)
}

// olderAlive reports whether a run of an older version is alive.
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
