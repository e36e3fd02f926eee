package oncluster

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestARunnerEndsWithItsCommand: a runner ends only if the command no longer renews its Lease, or the Lease is gone. An outage
// of the API server does not end it, whatever the time in the Lease.
func TestARunnerEndsWithItsCommand(t *testing.T) {
	for name, c := range map[string]struct {
		renews, removed bool
		down            time.Duration
		ends            bool
	}{
		"it renews":                    {renews: true},
		"it is dead":                   {ends: true},
		"its Lease is removed":         {removed: true, ends: true},
		"it renews, through an outage": {renews: true, down: 10 * abandonedAfter},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer()
				leases := leasesOf{s}
				lease, err := leases.Create(t.Context(), &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: "command"}}, metav1.CreateOptions{})
				if err != nil {
					t.Fatal(err)
				}
				ctx, stop := attend(t.Context(), "command", leases)
				defer stop()
				if c.removed {
					if err := leases.Delete(t.Context(), "command", metav1.DeleteOptions{}); err != nil {
						t.Fatal(err)
					}
				}
				up := time.Now().Add(c.down)
				s.fails = func(verb, _ string) error {
					if verb == "get" && time.Now().Before(up) {
						return syscall.ECONNREFUSED
					}
					return nil
				}
				for range int((c.down + 2*abandonedAfter) / renewal) {
					<-time.After(renewal)
					if !c.renews {
						continue
					}
					if lease, err = leases.Update(t.Context(), lease, metav1.UpdateOptions{}); err != nil {
						t.Fatal(err)
					}
				}
				if ended := errors.Is(context.Cause(ctx), ErrAbandoned); ended != c.ends {
					t.Errorf("it ends: %t, want %t", ended, c.ends)
				}
			})
		})
	}
}
