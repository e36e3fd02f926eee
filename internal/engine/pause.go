package engine

import (
	"context"
	"path/filepath"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// pause lets a person inspect a failed scenario, one at a time. Waiting for other pauses is part of the pause.
func (r *runner) pause(ctx context.Context, w *world.World, s *report.Scenario) {
	if r.options.Pause == nil {
		return
	}
	began := time.Now()
	r.asking.Lock()
	defer r.asking.Unlock()
	if ctx.Err() != nil {
		return // nobody is inspecting it any more
	}
	keep, stop := r.options.Pause(ctx, asFailed(s))
	r.tell.Change(nil, func() { s.Paused += time.Since(began) }, func(report.Listener) {})
	if keep {
		w.Keep()
	}
	if stop {
		r.stop()
	}
}

// asFailed returns the scenario as it will be reported, before it has ended.
func asFailed(s *report.Scenario) *report.Scenario {
	now := *s
	now.Status, now.Ended = report.Failed, time.Now()
	if step := now.FailedStep(); step != nil {
		now.Failure = step.Failure
	}
	return &now
}

// kubectl returns the first words of a kubectl command for the cluster that works in any folder.
func kubectl(c *cluster.Cluster) []string {
	command := []string{"kubectl"}
	if path := c.KubeconfigPath; path != "" {
		if absolute, err := filepath.Abs(path); err == nil {
			path = absolute
		}
		command = append(command, "--kubeconfig", path)
	}
	if c.Context != "" {
		command = append(command, "--context", c.Context)
	}
	return command
}
