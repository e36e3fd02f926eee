package runlock

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// renewAt writes a renewal time into a run's Lease, like a machine whose clock differs.
func renewAt(t *testing.T, m *Member, at time.Time) {
	t.Helper()
	if err := m.patchRun(t.Context(), `{"spec":{"renewTime":"`+at.UTC().Format(metav1.RFC3339Micro)+`"}}`); err != nil {
		t.Fatal(err)
	}
}

// A run is dead if its Lease did not change while it was observed, whatever the renewal time in the Lease.
func TestTheClocksOfOtherMachinesDoNotCount(t *testing.T) {
	for name, skew := range map[string]time.Duration{"agree": 0, "an hour ahead": time.Hour, "an hour behind": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &leases{}
				a, b := member(t, l, "a"), member(t, l, "b")
				a.Freeze()
				began := time.Now()
				renewAt(t, a, began.Add(skew))
				gone, err := b.AwaitDeath(t.Context(), "a")
				if took := time.Since(began); err != nil || !gone || took < lifetime || took > 2*lifetime {
					t.Errorf("a stopped run: dead %v after %s, %v", gone, took, err)
				}
				if l.has(runPrefix + "a") {
					t.Error("its Lease was not deleted, so that the run would not notice when it continues")
				}
			})
		})
	}
	for name, skew := range map[string]time.Duration{"an hour ahead": time.Hour, "an hour behind": -time.Hour} {
		t.Run("a living run "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &leases{}
				a, b := member(t, l, "a"), member(t, l, "b")
				renewing := time.NewTicker(renewal)
				defer renewing.Stop()
				done := make(chan bool)
				go func() {
					alive, err := b.Alive(t.Context(), "a")
					done <- alive && err == nil
				}()
				a.Freeze()
				for {
					renewAt(t, a, time.Now().Add(skew))
					select {
					case alive := <-done:
						if !alive {
							t.Error("a living run was considered dead")
						}
						return
					case <-renewing.C:
					}
				}
			})
		})
	}
}

// A run that was suspended itself, perhaps by the same ^Z or on the same machine, observed nothing during that time.
func TestOnesOwnPauseIsNoDeathOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a, b := member(t, l, "a"), elsewhere(t, l, "b")
		a.Freeze()
		for range 20 {
			if alive, err := b.livingRival(t.Context(), "a"); err != nil || alive == "" {
				t.Fatalf("before a pause: alive %q, %v", alive, err)
			}
			<-time.After(10 * lifetime)
			if alive, err := b.livingRival(t.Context(), "a"); err != nil || alive == "" {
				t.Fatalf("after a pause: alive %q, %v", alive, err)
			}
			if err := a.renewOnce(t.Context()); err != nil { // it continues as well
				t.Fatal(err)
			}
		}
	})
}

// A run that renews its Lease in the last moment is alive.
func TestTheLastMomentCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a, b := member(t, l, "a"), elsewhere(t, l, "b")
		a.Freeze()
		l.fails = func(verb, name string) error {
			if verb == "delete" && name == runPrefix+"a" { // just before that reaches the API server
				l.put(l.all[name])
			}
			return nil
		}
		if gone, err := b.AwaitDeath(t.Context(), "a"); err != nil || gone {
			t.Errorf("gone %v, %v", gone, err)
		}
	})
}

// If the API server does not answer, no run is considered dead.
func TestAnOutageIsNoDeath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a, b := member(t, l, "a"), elsewhere(t, l, "b")
		a.Freeze()
		down := time.Now().Add(3 * lifetime)
		l.fails = func(verb, _ string) error {
			if verb == "list" && time.Now().Before(down) {
				return syscall.ECONNREFUSED
			}
			return nil
		}
		began := time.Now()
		gone, err := b.AwaitDeath(t.Context(), "a")
		if took := time.Since(began); err != nil || gone && took < 4*lifetime {
			t.Errorf("gone %v after %s, %v", gone, took, err)
		}
		l.fails = func(string, string) error { return syscall.ECONNREFUSED }
		if gone, err := b.AwaitDeath(t.Context(), "a"); err != nil || gone {
			t.Errorf("during a permanent outage: dead %v, %v", gone, err)
		}
	})
}

// A wait for a lock continues after temporary errors, and ends on permanent ones.
func TestAWaitOutlivesAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a, b := member(t, l, "a"), member(t, l, "b")
		release, err := a.Acquire(t.Context(), false, []string{"n"})
		if err != nil {
			t.Fatal(err)
		}
		up := time.Now().Add(time.Minute)
		l.fails = func(string, string) error {
			if time.Now().Before(up) {
				return syscall.ECONNREFUSED
			}
			return nil
		}
		time.AfterFunc(90*time.Second, func() {
			if err := release(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
		back, err := b.Acquire(t.Context(), false, []string{"n"})
		if err != nil {
			t.Fatalf("the wait ended: %v", err)
		}
		if err := back(t.Context()); err != nil {
			t.Error(err)
		}
		l.fails = func(string, string) error { return apierrors.NewForbidden(leaseResource, "", errors.New("no")) }
		began := time.Now()
		if _, err := b.Acquire(t.Context(), false, []string{"n"}); !apierrors.IsForbidden(err) || time.Since(began) > pollInterval {
			t.Errorf("a forbidden request was retried for %s: %v", time.Since(began), err)
		}
		l.fails = nil
	})
}

// A permanent outage ends the wait.
func TestAWaitHasAnEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		b := member(t, l, "b")
		l.fails = func(string, string) error { return syscall.ECONNREFUSED }
		began := time.Now()
		_, err := b.Acquire(t.Context(), false, []string{"n"})
		if took := time.Since(began); !errors.Is(err, syscall.ECONNREFUSED) || took < outage || took > 2*outage {
			t.Errorf("after %s: %v", took, err)
		}
		if err != nil && !strings.Contains(err.Error(), "no answer for 2m") {
			t.Errorf("it says %v", err)
		}
		l.fails = nil
	})
}
