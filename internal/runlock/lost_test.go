package runlock

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// Releasing a lock does not take it from another run that holds it by now.
func TestALockOfAnotherRunIsNotGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a, b, c := member(t, l, "a"), member(t, l, "b"), member(t, l, "c")
		giveA, err := a.Acquire(t.Context(), false, []string{"n"})
		if err != nil {
			t.Fatal(err)
		}
		a.Freeze()
		giveB, err := b.Acquire(t.Context(), false, []string{"n"})
		if err != nil {
			t.Fatal(err)
		}
		if err := giveA(t.Context()); err != nil && !strings.Contains(err.Error(), "not found") { // its Lease
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := c.Acquire(ctx, false, []string{"n"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("two runs hold the lock: %v", err)
		}
		if err := giveB(t.Context()); err != nil {
			t.Error(err)
		}
		if l.has(lockPrefix + "node-n") {
			t.Error("the lock was not released")
		}
	})
}

// A lock that another run takes between reading it and deleting it is not deleted.
func TestALockThatIsTakenWhileItIsGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, b := &leases{}, "b"
		give, err := member(t, l, "a").Acquire(t.Context(), false, []string{"n"})
		if err != nil {
			t.Fatal(err)
		}
		const lock = lockPrefix + "node-n"
		l.mu.Lock()
		l.fails = func(verb, name string) error {
			if verb == "delete" && name == lock && holderOf(l.all[lock]) == "a" {
				taken := l.all[lock].DeepCopy()
				taken.Spec.HolderIdentity = &b
				l.put(taken)
			}
			return nil
		}
		l.mu.Unlock()
		if err := give(t.Context()); err != nil {
			t.Error(err)
		}
		if !l.has(lock) {
			t.Error("the lock of another run was deleted")
		}
	})
}

// A run that was considered dead rejoins. Its scenarios continue if everything that it has still exists. Otherwise they end as
// infrastructure failures.
func TestARunThatWasTakenForDead(t *testing.T) {
	cut := errors.New("namespace x has been removed")
	for name, c := range map[string]struct {
		intact error
		taken  bool // another run has taken the lock
		want   string
	}{
		"all is there":          {},
		"its namespace is gone": {intact: cut, want: "namespace x has been removed"},
		"its lock was taken":    {taken: true, want: "run b has its lock on node-n"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &leases{}
				a, b := member(t, l, "a"), member(t, l, "b")
				a.Intact = func(context.Context) error { return c.intact }
				if _, err := a.Acquire(t.Context(), false, []string{"n"}); err != nil {
					t.Fatal(err)
				}
				doing, stop := a.While(t.Context())
				defer stop()
				a.Freeze()
				if gone, err := b.AwaitDeath(t.Context(), "a"); err != nil || !gone {
					t.Fatalf("gone %v, %v", gone, err)
				}
				if c.taken {
					if _, err := b.Acquire(t.Context(), false, []string{"n"}); err != nil {
						t.Fatal(err)
					}
				}
				err := a.Confirm(t.Context(), doing)
				lost, is := errors.AsType[*Lost](err)
				if is != (c.want != "") || is && (!strings.Contains(lost.Error(), c.want) || lost.Silent < lifetime || doing.Err() == nil) {
					t.Errorf("the running scenario ended because of %v: %v", context.Cause(doing), err)
				}
				if !l.has(runPrefix + "a") {
					t.Error("the run has not rejoined")
				}
				next, stop := a.While(t.Context())
				defer stop()
				if err := a.Confirm(t.Context(), next); err != nil || next.Err() != nil {
					t.Errorf("the next scenario: %v, %v", err, next.Err())
				}
			})
		})
	}
}

// While a run was considered dead, another run may have locked the whole cluster.
func TestALateRiserWaitsForAnExclusiveRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a, b := member(t, l, "a"), member(t, l, "b")
		if _, err := a.Acquire(t.Context(), false, nil); err != nil {
			t.Fatal(err)
		}
		doing, stop := a.While(t.Context())
		defer stop()
		a.Freeze()
		give, err := b.Acquire(t.Context(), true, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Confirm(t.Context(), doing); !errors.As(err, new(*Lost)) {
			t.Errorf("the scenario goes on beside an exclusive one: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := a.Acquire(ctx, false, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the next scenario does not wait: %v", err)
		}
		if err := give(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := a.Acquire(t.Context(), false, nil); err != nil {
			t.Error(err)
		}
	})
}

// A run that was silent for less than the lifetime of a Lease cannot have been considered dead, and makes no request.
func TestConfirmCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a := member(t, l, "a")
		l.fails = func(verb, _ string) error {
			t.Errorf("it asked: %s", verb)
			return nil
		}
		if err := a.Confirm(t.Context(), t.Context()); err != nil {
			t.Error(err)
		}
		l.fails = nil
	})
}

// If it is unknown whether another run considered this one dead, no result can be concluded.
func TestDoubtIsNoVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a := member(t, l, "a")
		a.Freeze()
		<-time.After(lifetime)
		l.fails = func(string, string) error { return syscall.ECONNREFUSED }
		lost, is := errors.AsType[*Lost](a.Confirm(t.Context(), t.Context()))
		if !is || !strings.Contains(lost.Error(), "may have considered it dead: connection refused") {
			t.Errorf("got %v", lost)
		}
	})
}

// Confirm waits while another goroutine is still finding out what was lost.
func TestConfirmWaitsForWhatWasLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a, b := member(t, l, "a"), member(t, l, "b")
		found := make(chan struct{})
		a.Intact = func(context.Context) error {
			<-found
			return errors.New("namespace x has been removed")
		}
		doing, stop := a.While(t.Context())
		defer stop()
		a.Freeze()
		if gone, err := b.AwaitDeath(t.Context(), "a"); err != nil || !gone {
			t.Fatalf("gone %v, %v", gone, err)
		}
		renewed := make(chan error)
		go func() { renewed <- a.renewOnce(t.Context()) }()
		synctest.Wait() // it is asking what was lost
		confirmed := make(chan error)
		go func() { confirmed <- a.Confirm(t.Context(), doing) }()
		for range 1000 {
			runtime.Gosched()
		}
		close(found)
		if err := <-confirmed; !errors.As(err, new(*Lost)) {
			t.Errorf("got %v", err)
		}
		if err := <-renewed; err != nil {
			t.Error(err)
		}
	})
}

// During an outage, for example because a scenario has stopped the control plane, no run can consider this one dead.
func TestAnOutageIsNoSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a := member(t, l, "a")
		l.fails = func(string, string) error { return syscall.ECONNREFUSED }
		<-time.After(4 * lifetime)
		if err := a.Confirm(t.Context(), t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// The note that other runs may consider this one dead is written once, and only when they can. It is not written for a moment
// without an answer, for example while etcd has no quorum, because then other runs cannot observe the Lease either.
func TestSilenceIsToldWhenItMatters(t *testing.T) {
	deaf := func(string, string) error { return syscall.ECONNREFUSED }
	refuses := func(verb, _ string) error {
		if verb == "patch" {
			return syscall.EACCES
		}
		return nil
	}
	for name, c := range map[string]struct {
		fails func(verb, name string) error
		lasts time.Duration
		want  []string
	}{
		"a moment":                       {deaf, 7 * time.Second, nil},
		"longer than a Lease lives":      {deaf, 3 * lifetime, nil},
		"long":                           {deaf, 3 * apiTimeout, []string{"has not answered for 1m"}},
		"a moment, and only of renewals": {refuses, 7 * time.Second, nil},
		"only of renewals":               {refuses, 3 * apiTimeout, []string{"could not renew its Lease for 15s: permission denied"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &leases{}
				a := elsewhere(t, l, "a")
				var notes []string
				a.note = func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
				if err := a.join(t.Context()); err != nil {
					t.Fatal(err)
				}
				l.fail(c.fails)
				<-time.After(c.lasts)
				l.fail(nil)
				<-time.After(lifetime)
				a.Freeze()
				if len(notes) != len(c.want) {
					t.Fatalf("it says %q", notes)
				}
				for i, want := range c.want {
					if !strings.Contains(notes[i], want) {
						t.Errorf("notes %q, want %q", notes[i], want)
					}
				}
			})
		})
	}
}

// If the API server answers again at that moment, the renewal is repeated, and no note is written.
func TestARenewalThatComesInTheLastMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &leases{}
		a := elsewhere(t, l, "a")
		a.note = func(format string, args ...any) { t.Errorf(format, args...) }
		if err := a.join(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.fail(func(verb, _ string) error {
			if verb == "get" {
				l.fails = nil // etcd has quorum again
				return nil
			}
			return syscall.ECONNREFUSED
		})
		<-time.After(3 * lifetime)
		a.Freeze()
	})
}
