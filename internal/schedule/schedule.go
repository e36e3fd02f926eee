// Package schedule runs jobs side by side and keeps those apart that must not
// meet.
package schedule

import (
	"context"
	"slices"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// Job is one scenario's turn.
type Job struct {
	// Exclusive jobs run while no other job does, but for exclusive ones with
	// other locks: a job that is exclusive and takes locks touches
	// nothing else.
	Exclusive bool
	// Locks are names of things, such as nodes, that two jobs never hold at
	// the same time.
	Locks []string
	// Needless, when not nil, tells that there is nothing left to do. It is asked before the job would begin, and does
	// not wait; a needless job is left out, and counts for no limit.
	Needless func() bool
	// Ready, when not nil, reports whether the job may begin: false while it depends on what another job has yet to find
	// out. When nothing runs any more, jobs that are not ready are left out.
	Ready func() bool
	// Run does the work. It is called with the context of All, also when that
	// has ended: the job then reports that it did not run.
	Run func(ctx context.Context)
}

// Limits say how many jobs run at a time.
type Limits struct {
	// Most is the largest number; below 1 counts as 1.
	Most int
	// Room, when not nil, is asked before a job begins beside Least others, or more. Without room it waits until
	// there is, or fewer run.
	Room func() bool
	// Least is the number of jobs that need no room.
	Least int
}

// askEvery is how often Room is asked: nothing tells when a machine has room again.
const askEvery = 250 * time.Millisecond

// All runs every job that is not needless once, within the limits, and returns when the last one has
// ended. Jobs start in their order as far as locks allow; exclusive ones start
// when all others are done, so that they cannot starve and hold nobody up.
func All(ctx context.Context, limits Limits, jobs []Job) {
	limits.Most = max(limits.Most, 1)
	s := &scheduler{limits: limits, held: map[string]bool{}}
	s.changed = sync.NewCond(&s.mu)
	if limits.Room != nil {
		defer s.askAgain()()
	}
	var shared, locking, alone []Job
	for _, job := range jobs {
		switch {
		case !job.Exclusive:
			shared = append(shared, job)
		case len(job.Locks) > 0:
			locking = append(locking, job)
		default:
			alone = append(alone, job)
		}
	}
	s.runShared(ctx, shared)
	s.runShared(ctx, locking)
	for _, job := range alone {
		if !job.needless() {
			job.Run(ctx)
		}
	}
}

type scheduler struct {
	mu      sync.Mutex
	changed *sync.Cond
	limits  Limits
	running int
	held    map[string]bool
}

// askAgain has who waits for room ask again, until it is stopped.
func (s *scheduler) askAgain() (stop func()) {
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() { wait.Until(s.changed.Broadcast, askEvery, done) })
	return func() {
		close(done)
		group.Wait()
	}
}

func (s *scheduler) runShared(ctx context.Context, jobs []Job) {
	var running sync.WaitGroup
	for {
		var job *Job
		if job, jobs = s.take(jobs); job == nil {
			break
		}
		running.Go(func() {
			defer s.giveBack(*job)
			job.Run(ctx)
		})
	}
	running.Wait()
}

// take waits until one of the jobs may start and books it. It returns the job, nil when none is left, and the others that
// are still to be run.
func (s *scheduler) take(jobs []Job) (*Job, []Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		jobs = slices.DeleteFunc(jobs, Job.needless)
		if len(jobs) == 0 {
			return nil, nil
		}
		next, may := s.next(jobs)
		switch {
		case may:
			job := jobs[next]
			s.book(job)
			return &job, slices.Delete(jobs, next, next+1)
		case next < 0 && s.running == 0:
			return nil, nil
		}
		s.changed.Wait()
	}
}

// next is the index of the first job that is ready and whose locks are free, -1 when there is none; may reports whether the
// limits let it begin.
func (s *scheduler) next(jobs []Job) (next int, may bool) {
	next = slices.IndexFunc(jobs, s.free)
	return next, next >= 0 && s.running < s.limits.Most && s.room()
}

func (j Job) needless() bool { return j.Needless != nil && j.Needless() }

func (s *scheduler) room() bool {
	return s.limits.Room == nil || s.running < s.limits.Least || s.limits.Room()
}

func (s *scheduler) free(job Job) bool {
	if job.Ready != nil && !job.Ready() {
		return false
	}
	for _, lock := range job.Locks {
		if s.held[lock] {
			return false
		}
	}
	return true
}

func (s *scheduler) book(job Job) {
	s.running++
	for _, lock := range job.Locks {
		s.held[lock] = true
	}
}

func (s *scheduler) giveBack(job Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running--
	for _, lock := range job.Locks {
		delete(s.held, lock)
	}
	s.changed.Broadcast()
}
