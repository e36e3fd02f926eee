package schedule

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// diary records which jobs overlap.
type diary struct {
	mu      sync.Mutex
	running map[string]bool
	met     map[string][]string
	most    int
	order   []string
}

func (d *diary) job(name string, length time.Duration) func(context.Context) {
	return func(context.Context) {
		d.enter(name)
		<-time.After(length) // inside a synctest bubble: no real time passes
		d.leave(name)
	}
}

func (d *diary) enter(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for other := range d.running {
		d.met[name] = append(d.met[name], other)
		d.met[other] = append(d.met[other], name)
	}
	d.running[name] = true
	d.order = append(d.order, name)
	d.most = max(d.most, len(d.running))
}

func (d *diary) leave(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.running, name)
}

func run(t *testing.T, parallel int, jobs func(d *diary) []Job) *diary {
	t.Helper()
	d := &diary{running: map[string]bool{}, met: map[string][]string{}}
	synctest.Test(t, func(t *testing.T) { All(t.Context(), Limits{Most: parallel}, jobs(d)) })
	return d
}

func TestAllRunsEveryJobAtMostParallelAtATime(t *testing.T) {
	d := run(t, 2, func(d *diary) []Job {
		return []Job{{Run: d.job("a", 3)}, {Run: d.job("b", 1)}, {Run: d.job("c", 1)}, {Run: d.job("d", 1)}}
	})
	if len(d.order) != 4 || d.most != 2 {
		t.Errorf("ran %v, at most %d at a time", d.order, d.most)
	}
}

func TestExclusiveJobsRunAlone(t *testing.T) {
	d := run(t, 4, func(d *diary) []Job {
		return []Job{{Exclusive: true, Run: d.job("x", 5)}, {Run: d.job("a", 3)}, {Run: d.job("b", 1)}, {Exclusive: true, Run: d.job("y", 5)}}
	})
	if len(d.met["x"]) > 0 || len(d.met["y"]) > 0 {
		t.Errorf("x met %v, y met %v", d.met["x"], d.met["y"])
	}
	if !slices.Contains(d.met["a"], "b") {
		t.Error("a and b did not run in parallel")
	}
}

func TestExclusiveJobsWithOtherLocksRunSideBySide(t *testing.T) {
	d := run(t, 4, func(d *diary) []Job {
		return []Job{
			{Exclusive: true, Locks: []string{"worker"}, Run: d.job("x", 5)},
			{Exclusive: true, Locks: []string{"worker2"}, Run: d.job("y", 5)},
			{Exclusive: true, Locks: []string{"worker"}, Run: d.job("z", 5)},
			{Exclusive: true, Run: d.job("alone", 1)},
			{Locks: []string{"worker3"}, Run: d.job("a", 3)},
		}
	})
	if !slices.Contains(d.met["x"], "y") {
		t.Error("x and y did not run in parallel")
	}
	if slices.Contains(d.met["x"], "z") || len(d.met["alone"]) > 0 || len(d.met["a"]) > 0 {
		t.Errorf("x met %v, alone met %v, a met %v", d.met["x"], d.met["alone"], d.met["a"])
	}
}

func TestLocksKeepJobsApartAndLetOthersPass(t *testing.T) {
	d := run(t, 4, func(d *diary) []Job {
		return []Job{
			{Locks: []string{"worker"}, Run: d.job("a", 3)},
			{Locks: []string{"worker", "worker2"}, Run: d.job("b", 3)},
			{Locks: []string{"worker2"}, Run: d.job("c", 1)},
		}
	})
	if slices.Contains(d.met["b"], "a") || slices.Contains(d.met["b"], "c") {
		t.Errorf("b met %v", d.met["b"])
	}
	if !slices.Contains(d.met["a"], "c") {
		t.Error("c waited for a lock it does not need")
	}
}

// TestRoom: a job without room starts when there is room, or when fewer than Least jobs run.
func TestRoom(t *testing.T) {
	d := &diary{running: map[string]bool{}, met: map[string][]string{}}
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		room := func() bool { return time.Since(began) > 10*time.Second }
		All(t.Context(), Limits{Most: 3, Least: 1, Room: room}, []Job{
			{Run: d.job("a", time.Second)}, {Run: d.job("b", 11*time.Second)}, {Run: d.job("c", time.Second)}, {Run: d.job("d", time.Second)},
			{Exclusive: true, Run: d.job("e", time.Second)},
		})
	})
	// c and d start at the same time, so either may come first.
	if got := strings.Join(d.order, ""); got != "abcde" && got != "abdce" {
		t.Errorf("ran %s", got)
	}
	if len(d.met["a"]) > 0 {
		t.Errorf("a met %v, although there was no room for two", d.met["a"])
	}
	if !slices.Contains(d.met["b"], "c") || !slices.Contains(d.met["b"], "d") || d.most != 3 {
		t.Errorf("b met %v, although there was room; at most %d ran at a time", d.met["b"], d.most)
	}
}

// TestNeedlessJobs: a job that is needless when its turn comes does not run and takes no room.
func TestNeedlessJobs(t *testing.T) {
	d := &diary{running: map[string]bool{}, met: map[string][]string{}}
	asked := 0
	synctest.Test(t, func(t *testing.T) {
		done := func() bool { d.mu.Lock(); defer d.mu.Unlock(); return len(d.order) > 0 }
		All(t.Context(), Limits{Most: 1, Room: func() bool { asked++; return true }}, []Job{
			{Run: d.job("a", 1)}, {Needless: done, Run: d.job("b", 1)}, {Exclusive: true, Needless: done, Run: d.job("c", 1)},
			{Exclusive: true, Locks: []string{"worker"}, Needless: done, Run: d.job("d", 1)},
		})
	})
	if got := strings.Join(d.order, ""); got != "a" || asked != 1 {
		t.Errorf("ran %s, and asked for room %d times", got, asked)
	}
}

// TestJobsThatAreNotReady let others pass. A job that never becomes ready is dropped.
func TestJobsThatAreNotReady(t *testing.T) {
	d := run(t, 2, func(d *diary) []Job {
		ended := func() bool { d.mu.Lock(); defer d.mu.Unlock(); return len(d.order) > 0 && !d.running["b"] }
		return []Job{
			{Ready: ended, Run: d.job("a", 1)}, {Run: d.job("b", 1)}, {Run: d.job("c", 5)}, {Ready: func() bool { return false }, Run: d.job("d", 1)},
		}
	})
	if len(d.order) != 3 || d.order[2] != "a" || !slices.Contains(d.met["a"], "c") {
		t.Errorf("ran %v; a met %v", d.order, d.met["a"])
	}
}

func TestAnEndedContextStillGivesEveryJobItsTurn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	told := 0
	All(ctx, Limits{Most: 1}, []Job{{Run: func(ctx context.Context) {
		if ctx.Err() != nil {
			told++
		}
	}}, {Exclusive: true, Run: func(context.Context) { told++ }}})
	if told != 2 {
		t.Errorf("%d of 2 jobs ran", told)
	}
}
