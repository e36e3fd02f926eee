package oncluster

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/scenarios/report"
)

func runner(t *testing.T, s *server, holder string, ids ...string) *Queue {
	t.Helper()
	q := NewQueue(t.Context(), leasesOf{s}, InConfigMaps{mapsOf{s}}, holder, ids, false)
	t.Cleanup(q.Close)
	return q
}

// dies ends a runner as if its pod was lost: its Leases are no longer renewed.
func dies(q *Queue) { q.stop() }

func took(t *testing.T, q *Queue, id string) engine.Claim {
	t.Helper()
	c, err := q.Take(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if c == nil {
		t.Fatalf("%s was not taken", id)
	}
	return c
}

func scenario(id string, status report.Status) *report.Scenario {
	return &report.Scenario{ID: id, URI: "a.feature", Line: 1, Status: status, Started: time.Unix(1, 0), Ended: time.Unix(2, 0)}
}

// resultOf returns the scenario with the result that counts.
func resultOf(t *testing.T, s *server, name string) *report.Scenario {
	t.Helper()
	lease := s.lease(name)
	if lease == nil || lease.Labels[labelState] != stateDone {
		return nil
	}
	data, err := InConfigMaps{mapsOf{s}}.Get(t.Context(), lease.Annotations[annotationResult])
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEachScenarioIsTakenOnce: if many runners take scenarios concurrently, each gets some, and none is taken twice.
func TestEachScenarioIsTakenOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer()
		var ids []string
		for i := range 100 {
			ids = append(ids, fmt.Sprint("s", i))
		}
		var mu sync.Mutex
		ran := map[string]int{}
		var all sync.WaitGroup
		for n := range 5 {
			q := runner(t, s, fmt.Sprint("pod", n), ids...)
			all.Go(func() {
				for more := true; more; {
					for _, id := range ids {
						if q.Needless(id) {
							continue
						}
						c, err := q.Take(t.Context(), id)
						if err != nil {
							t.Error(err)
						}
						if c == nil {
							continue
						}
						<-time.After(time.Second)
						mu.Lock()
						ran[id]++
						mu.Unlock()
						if err := c.Done(t.Context(), scenario(id, report.Passed)); err != nil {
							t.Error(err)
						}
					}
					var err error
					if more, err = q.Await(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		for i, id := range ids {
			if ran[id] != 1 || resultOf(t, s, unitName(i)) == nil {
				t.Errorf("%s was run %d times", id, ran[id])
			}
		}
	})
}

// TestADoneScenarioIsNotTakenAgain, not even by its own runner after it has lost its state.
func TestADoneScenarioIsNotTakenAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := runner(t, newServer(), "a", "one")
		if err := took(t, a, "one").Done(t.Context(), scenario("one", report.Passed)); err != nil {
			t.Fatal(err)
		}
		a.forget("one")
		if again, err := a.Take(t.Context(), "one"); again != nil || err != nil {
			t.Errorf("taken again: %v, %v", again, err)
		}
	})
}

// TestALostScenarioIsTakenOver: only after its runner has not renewed the Lease for its lifetime, measured by the clock of the
// runner that takes it over. A result that the lost runner publishes afterwards does not count.
func TestALostScenarioIsTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer()
		a, b := runner(t, s, "a", "one"), runner(t, s, "b", "one")
		lost := took(t, a, "one")
		dies(a)
		began := time.Now()
		if c, err := b.Take(t.Context(), "one"); err != nil || c != nil {
			t.Fatalf("it was taken at once: %v, %v", c, err)
		}
		if more, err := b.Await(t.Context()); err != nil || !more {
			t.Fatalf("more %v, %v", more, err)
		}
		if waited := time.Since(began); waited < lifetime || waited > 2*lifetime {
			t.Errorf("it was free after %s", waited)
		}
		c := took(t, b, "one")
		if !c.Inherited() {
			t.Error("the claim does not say that another runner started the scenario")
		}
		if err := lost.Done(t.Context(), scenario("one", report.Failed)); err != nil {
			t.Error(err)
		}
		if got := resultOf(t, s, unitName(0)); got != nil {
			t.Errorf("the result of the lost runner counts: %s", got.Status)
		}
		if err := c.Done(t.Context(), scenario("one", report.Passed)); err != nil {
			t.Error(err)
		}
		if got := resultOf(t, s, unitName(0)); got == nil || got.Status != report.Passed {
			t.Errorf("the result is %v", got)
		}
		if len(s.names()) != 1 {
			t.Errorf("results that do not count are left: %v", s.names())
		}
		if more, err := b.Await(t.Context()); err != nil || more {
			t.Errorf("more %v, %v", more, err)
		}
	})
}

// TestARunnerThatRenewsIsNotRobbed, however long its scenario takes.
func TestARunnerThatRenewsIsNotRobbed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer()
		a, b := runner(t, s, "a", "one"), runner(t, s, "b", "one")
		c := took(t, a, "one")
		ctx, cancel := context.WithTimeout(t.Context(), 20*lifetime)
		defer cancel()
		if more, err := b.Await(ctx); err != nil || more {
			t.Errorf("more %v, %v", more, err)
		}
		held, stop := c.While(t.Context())
		defer stop()
		if held.Err() != nil {
			t.Error("it was lost")
		}
		if err := c.Done(t.Context(), scenario("one", report.Passed)); err != nil {
			t.Error(err)
		}
	})
}

// TestARunnerNoticesThatItIsRobbed: the scenario ends, because its result no longer counts.
func TestARunnerNoticesThatItIsRobbed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer()
		a := runner(t, s, "a", "one")
		c := took(t, a, "one")
		held, stop := c.While(t.Context())
		defer stop()
		stolen := s.lease(unitName(0))
		other := "b"
		stolen.Spec.HolderIdentity = &other
		if _, err := (leasesOf{s}).Update(t.Context(), stolen, updateOptions); err != nil {
			t.Fatal(err)
		}
		select {
		case <-held.Done():
		case <-time.After(2 * renewal):
			t.Error("the scenario continues")
		}
	})
}

// TestAScenarioThatIsGivenBackIsFree at once, and nothing has to be removed for it.
func TestAScenarioThatIsGivenBackIsFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer()
		a, b := runner(t, s, "a", "one"), runner(t, s, "b", "one")
		c := took(t, a, "one")
		if c, err := b.Take(t.Context(), "one"); err != nil || c != nil {
			t.Fatalf("%v, %v", c, err)
		}
		if err := c.Release(t.Context()); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if more, err := b.Await(t.Context()); err != nil || !more || time.Since(began) > pollInterval {
			t.Errorf("more %v after %s, %v", more, time.Since(began), err)
		}
		if took(t, b, "one").Inherited() {
			t.Error("it is inherited")
		}
	})
}

// TestLostAnswers: a write that succeeded although its response was lost is not repeated, neither by this runner nor by another
// one.
func TestLostAnswers(t *testing.T) {
	for _, verb := range []string{"createed", "updateed"} {
		t.Run(verb, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer()
				a := runner(t, s, "a", "one")
				lost := map[string]bool{}
				s.fails = func(v, name string) error {
					if v == verb && !lost[name] {
						lost[name] = true
						return syscall.ECONNRESET
					}
					return nil
				}
				c := took(t, a, "one")
				if c.Inherited() {
					t.Error("the claim is inherited")
				}
				<-time.After(3 * renewal)
				if err := c.Done(t.Context(), scenario("one", report.Passed)); err != nil {
					t.Fatal(err)
				}
				if resultOf(t, s, unitName(0)) == nil {
					t.Error("there is no result")
				}
				if len(lost) == 0 {
					t.Error("no answer was lost")
				}
			})
		})
	}
}

// TestAnOutageIsNoLoss: while the API server does not answer, no runner is considered dead.
func TestAnOutageIsNoLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer()
		a, b := runner(t, s, "a", "one"), runner(t, s, "b", "one")
		c := took(t, a, "one")
		up := time.Now().Add(4 * lifetime)
		s.fails = func(string, string) error {
			if time.Now().Before(up) {
				return syscall.ECONNREFUSED
			}
			return nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 6*lifetime)
		defer cancel()
		if more, err := b.Await(ctx); err != nil || more {
			t.Errorf("more %v, %v", more, err)
		}
		if err := c.Done(t.Context(), scenario("one", report.Passed)); err != nil {
			t.Error(err)
		}
		if resultOf(t, s, unitName(0)) == nil {
			t.Error("there is no result")
		}
	})
}
