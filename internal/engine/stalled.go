package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/scenarios/report"
)

// renewDeadline is how long after the last renewal of its Lease a scheduler or controller manager stops working. It renews the
// Lease every 2 seconds (--leader-elect-renew-deadline and --leader-elect-retry-period,
// https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler).
const renewDeadline = 10 * time.Second

// stalled returns an error if a wait timed out while a part of the control plane did not work, so that what it waited for could
// not happen.
func stalled(ctx context.Context, client *kube.Client, s *report.Scenario, failed error) error {
	step := s.FailedStep()
	if step == nil || !ranOut(failed) {
		return nil
	}
	for _, component := range kube.ControlLoops {
		leader, err := client.LeaderOf(ctx, component)
		switch {
		case err != nil:
			return err
		case leader == nil:
		case leader.Silent >= renewDeadline:
			return fmt.Errorf("%s does not act: it has not renewed its Lease for %s", component, leader.Silent.Round(time.Second))
		case leader.Acting < time.Since(step.Started):
			return fmt.Errorf("%s did not act for a part of the wait: it started again %s ago, and the step %s ago",
				component, leader.Acting.Round(100*time.Millisecond), time.Since(step.Started).Round(100*time.Millisecond))
		}
	}
	return nil
}

// ranOut reports whether the failure is a wait that used all of its time. A wait that failed fast has seen the reason.
func ranOut(failed error) bool {
	if missed, is := errors.AsType[*observe.Missed](failed); is {
		return errors.Is(missed.Cause, context.DeadlineExceeded)
	}
	_, asked := errors.AsType[*probe.Failed](failed)
	return asked && !errors.Is(failed, probe.ErrFailFast)
}
