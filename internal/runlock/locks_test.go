package runlock_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/steps/world"
)

// join returns a member with its own client and watches, as another process would have.
func join(t *testing.T, run string) *runlock.Member {
	t.Helper()
	client, err := kube.New(clustertest.Up(t).Config)
	if err != nil {
		t.Fatal(err)
	}
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	t.Cleanup(hub.Stop)
	m, err := runlock.Join(t.Context(), client, hub, run, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Leave(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return m
}

// acquired is a pending or granted lock.
type acquired struct {
	t       *testing.T
	done    chan struct{}
	release func(context.Context) error
	err     error
}

func acquire(t *testing.T, m *runlock.Member, exclusive bool, nodes ...string) *acquired {
	t.Helper()
	c := &acquired{t: t, done: make(chan struct{})}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	go func() {
		defer close(c.done)
		c.release, c.err = m.Acquire(ctx, exclusive, nodes)
	}()
	return c
}

func (c *acquired) mustHave() {
	c.t.Helper()
	<-c.done // the context of Acquire has a timeout
	if c.err != nil {
		c.t.Fatal(c.err)
	}
}

// mustWait checks that the lock is not granted while another run holds it. It makes several requests, so that a wrongly granted
// lock would have arrived.
func (c *acquired) mustWait(m *runlock.Member) {
	c.t.Helper()
	for range 20 {
		if _, err := m.Alive(c.t.Context(), m.Run()); err != nil {
			c.t.Fatal(err)
		}
	}
	select {
	case <-c.done:
		c.t.Fatalf("it did not wait (%v)", c.err)
	default:
	}
}

func (c *acquired) giveBack() {
	c.t.Helper()
	if err := c.release(context.WithoutCancel(c.t.Context())); err != nil {
		c.t.Error(err)
	}
}

func TestTwoRunsNeverMeetInALock(t *testing.T) {
	a, b := join(t, "testa"), join(t, "testb")
	ordinary := acquire(t, a, false)
	ordinary.mustHave()
	beside := acquire(t, b, false, "worker3")
	beside.mustHave()
	beside.giveBack()

	alone := acquire(t, b, true)
	alone.mustWait(b)
	second := acquire(t, a, false) // a already shares the cluster and may continue
	second.mustHave()
	second.giveBack()
	alone.mustWait(b)
	ordinary.giveBack()
	alone.mustHave()

	later := acquire(t, a, false)
	later.mustWait(a)
	alone.giveBack()
	later.mustHave()
	later.giveBack()

	node := acquire(t, a, false, "worker3", "worker2")
	node.mustHave()
	same := acquire(t, b, false, "worker2")
	same.mustWait(b)
	other := acquire(t, b, false, "worker")
	other.mustHave()
	node.giveBack()
	same.mustHave()
	same.giveBack()
	other.giveBack()
	noLocksLeft(t, a)
}

// noLocksLeft looks for Leases of locks that were not released.
func noLocksLeft(t *testing.T, m *runlock.Member) {
	t.Helper()
	list, err := m.Leases().List(t.Context(), metav1.ListOptions{LabelSelector: world.LabelRun})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list.Items {
		holder := list.Items[i].Labels[world.LabelRun]
		if strings.HasPrefix(list.Items[i].Name, runlock.LockPrefix) && strings.HasPrefix(holder, "test") { // other runs may use the cluster
			t.Errorf("Lease %s is left", list.Items[i].Name)
		}
	}
}

// A killed run holds its lock only until its Lease expires.
func TestTheDeadHoldNothing(t *testing.T) {
	a, b := join(t, "testc"), join(t, "testd")
	held := acquire(t, a, false, "worker2")
	held.mustHave()
	a.Freeze() // like a crash on another machine: the Lease is not renewed, and nothing is released
	taken := acquire(t, b, false, "worker2")
	taken.mustHave()
	if alive, err := b.Alive(t.Context(), "testc"); err != nil || alive {
		t.Errorf("alive: %v, %v", alive, err)
	}
	taken.giveBack()
}

func TestAnInterruptEndsTheWait(t *testing.T) {
	a, b := join(t, "teste"), join(t, "testf")
	held := acquire(t, a, true)
	held.mustHave()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	release, err := b.Acquire(ctx, false, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := release(t.Context()); err != nil {
		t.Error(err)
	}
	held.giveBack()
	noLocksLeft(t, a)
}
