// Package schedule runs jobs side by side and keeps those apart that must not
// meet.
package schedule

import (
	"context"
	"sync"
)

// Job is one scenario's turn.
type Job struct {
	// Exclusive jobs run while no other job does, but for exclusive ones with
	// other claims: a job that is exclusive and claims something touches
	// nothing else.
	Exclusive bool
	// Claims are names of things, such as nodes, that two jobs never hold at
	// the same time.
	Claims []string
	// Run does the work. It is called with the context of All, also when that
	// has ended: the job then reports that it did not run.
	Run func(ctx context.Context)
}

// All runs every job once, at most parallel at a time, and returns when the
// last one has ended. Jobs start in their order as far as claims allow;
// exclusive ones start when all others are done, so that they cannot starve
// and hold nobody up. A parallel below 1 counts as 1.
func All(ctx context.Context, parallel int, jobs []Job) {
	s := &scheduler{free: max(parallel, 1), held: map[string]bool{}}
	s.changed = sync.NewCond(&s.mu)
	var shared, claiming, alone []Job
	for _, job := range jobs {
		switch {
		case !job.Exclusive:
			shared = append(shared, job)
		case len(job.Claims) > 0:
			claiming = append(claiming, job)
		default:
			alone = append(alone, job)
		}
	}
	s.runShared(ctx, shared)
	s.runShared(ctx, claiming)
	for _, job := range alone {
		job.Run(ctx)
	}
}

type scheduler struct {
	mu      sync.Mutex
	changed *sync.Cond
	free    int
	held    map[string]bool
}

func (s *scheduler) runShared(ctx context.Context, jobs []Job) {
	var running sync.WaitGroup
	for len(jobs) > 0 {
		next := s.take(jobs)
		job := jobs[next]
		jobs = append(jobs[:next:next], jobs[next+1:]...)
		running.Go(func() {
			defer s.giveBack(job)
			job.Run(ctx)
		})
	}
	running.Wait()
}

// take waits until one of the jobs may start, books it, and returns its index.
func (s *scheduler) take(jobs []Job) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if s.free > 0 {
			for i, job := range jobs {
				if s.unclaimed(job) {
					s.book(job)
					return i
				}
			}
		}
		s.changed.Wait()
	}
}

func (s *scheduler) unclaimed(job Job) bool {
	for _, claim := range job.Claims {
		if s.held[claim] {
			return false
		}
	}
	return true
}

func (s *scheduler) book(job Job) {
	s.free--
	for _, claim := range job.Claims {
		s.held[claim] = true
	}
}

func (s *scheduler) giveBack(job Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free++
	for _, claim := range job.Claims {
		delete(s.held, claim)
	}
	s.changed.Broadcast()
}
