// Package schedule runs jobs in parallel and keeps jobs apart that must not overlap.
package schedule

import (
	"context"
	"slices"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// Job is the turn of one scenario.
type Job struct {
	// Exclusive jobs run while no other job does, except exclusive ones with other locks: a job that is exclusive and has locks
	// touches nothing else.
	Exclusive bool
	// Locks are names, for example of nodes, that two jobs never hold at the same time.
	Locks []string
	// Needless, if set, reports whether the job has nothing left to do. It is called just before the job would start, and must
	// not block. A needless job is dropped and counts towards no limit.
	Needless func() bool
	// Ready, if set, reports whether the job may start: false while it depends on a result of another job. When nothing runs
	// any more, jobs that are not ready are dropped.
	Ready func() bool
	// Run does the work. It is also called if the context of All has ended: the job then reports that it did not run.
	Run func(ctx context.Context)
}

// Limits say how many jobs run in parallel.
type Limits struct {
	// Most is the maximum; a value below 1 counts as 1.
	Most int
	// Room, if set, is asked before a job starts beside Least or more others. Without room the job waits until there is some,
	// or until fewer jobs run.
	Room func() bool
	// Least is the number of jobs that start without asking Room.
	Least int
}

// askEvery is how often Room is asked: nothing signals that a machine has room again.
const askEvery = 250 * time.Millisecond

// All runs each job that is not needless once, within the limits, and returns when the last one has ended. Jobs start in order
// as far as their locks allow. Exclusive jobs start when all others are done, so that they neither starve nor block others.
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

// askAgain wakes the goroutines that wait for room at intervals, until stop is called.
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

// take waits until one of the jobs may start, and reserves its place and locks. It returns that job, or nil if none is left,
// and the remaining jobs.
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

// next returns the index of the first job that is ready and whose locks are free, or -1. may reports whether the limits allow
// it to start.
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
