package runlock

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// deadRun returns the Leases after run a was killed while it held a lock, and run b has found it dead.
func deadRun(t *testing.T) (l *leases, a, b *Member) {
	t.Helper()
	l = &leases{}
	b = elsewhere(t, l, "b")
	if err := b.join(t.Context()); err != nil {
		t.Fatal(err)
	}
	a = member(t, l, "a")
	if _, err := a.Acquire(t.Context(), false, []string{"n"}); err != nil {
		t.Fatal(err)
	}
	a.Freeze()
	if gone, err := b.AwaitDeath(t.Context(), "a"); err != nil || !gone {
		t.Fatalf("gone %v, %v", gone, err)
	}
	return l, a, b
}

// The lock of a dead run is deleted by the next run, even if that run does not need the node.
func TestTheLockOfADeadRunGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, _, b := deadRun(t)
		living := member(t, l, "living")
		if _, err := living.Acquire(t.Context(), false, []string{"m"}); err != nil {
			t.Fatal(err)
		}
		if err := b.Leave(t.Context()); err != nil {
			t.Fatal(err)
		}
		if l.has(lockPrefix + "node-n") {
			t.Error("the lock of the dead run was not deleted")
		}
		if !l.has(lockPrefix + "node-m") {
			t.Error("the lock of a living run was deleted")
		}
	})
}

// A lock that was written since it was read is not an orphan: another run has taken it, or its own run has confirmed it.
func TestALockThatIsWrittenToStays(t *testing.T) {
	for name, meanwhile := range map[string]func(*testing.T, *leases, *Member){
		"another run takes it": func(t *testing.T, l *leases, _ *Member) {
			if _, err := member(t, l, "c").Acquire(t.Context(), false, []string{"n"}); err != nil {
				t.Error(err)
			}
		},
		"its run wakes up": func(t *testing.T, _ *leases, a *Member) {
			if err := a.renewOnce(t.Context()); err != nil {
				t.Error(err)
			}
			if a.presence.interrupted() {
				t.Error("the run has lost its lock")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, a, b := deadRun(t)
				b.api = &justBefore{leaseClient: l, do: func() { meanwhile(t, l, a) }}
				if err := b.Leave(t.Context()); err != nil {
					t.Fatal(err)
				}
				if !l.has(lockPrefix + "node-n") {
					t.Error("the lock was deleted")
				}
			})
		})
	}
}

// A run that continues after its lock was deleted has lost it: another run may have held it in the meantime.
func TestALateRiserHasLostItsLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, a, b := deadRun(t)
		doing, stop := a.While(t.Context())
		defer stop()
		if err := b.Leave(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := a.renewOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := a.Confirm(t.Context(), doing); !errors.As(err, new(*Lost)) {
			t.Errorf("got %v", err)
		}
	})
}

// justBefore calls do before the first lock is deleted.
type justBefore struct {
	leaseClient
	do func()
}

func (j *justBefore) Delete(ctx context.Context, name string, o metav1.DeleteOptions) error {
	if do := j.do; do != nil && strings.HasPrefix(name, lockPrefix) {
		j.do = nil
		do()
	}
	return j.leaseClient.Delete(ctx, name, o)
}
