package runlock

import (
	"context"
	"errors"
	"fmt"
	"strings"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/steps/world"
)

// removeOrphans deletes the locks of dead runs whose Leases were deleted earlier. This is done at the end of a run, and not with
// the Lease, so that a run that was wrongly considered dead has time to confirm its locks. A lock that it has confirmed, or that
// another run has taken, has a new version and is kept.
func (m *Member) removeOrphans(ctx context.Context) error {
	list, err := m.leases().List(ctx, metav1.ListOptions{LabelSelector: world.LabelRun})
	if err != nil {
		return fmt.Errorf("look for locks of dead runs: %w", err)
	}
	runs := map[string]bool{}
	for i := range list.Items {
		if run, is := strings.CutPrefix(list.Items[i].Name, runPrefix); is {
			runs[run] = true
		}
	}
	var errs []error
	for i := range list.Items {
		lease := &list.Items[i]
		if !strings.HasPrefix(lease.Name, lockPrefix) || runs[holderOf(lease)] {
			continue
		}
		errs = append(errs, m.removeOrphan(ctx, lease))
	}
	return errors.Join(errs...)
}

func (m *Member) removeOrphan(ctx context.Context, lease *coordinationv1.Lease) error {
	same := metav1.Preconditions{UID: &lease.UID, ResourceVersion: &lease.ResourceVersion}
	err := m.leases().Delete(ctx, lease.Name, metav1.DeleteOptions{Preconditions: &same})
	if err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return fmt.Errorf("remove the lock on %s of run %s, which is dead: %w", strings.TrimPrefix(lease.Name, lockPrefix), holderOf(lease), err)
}
