package engine

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/nodecontrol"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// answerWithin is how long an API server may take to answer a request for its version. A busy one needs a fraction of that.
const answerWithin = 10 * time.Second

// atFault returns why a failure is the cluster's fault: the state could not be observed, or the API server cannot be reached,
// so that no step could observe or do anything. It returns nil if the scenario itself stopped a part of the control plane.
func (r *runner) atFault(ctx context.Context, w *world.World, s *report.Scenario, failed error) error {
	if o, is := errors.AsType[*overran](failed); is {
		return o
	}
	if lost, is := errors.AsType[*runlock.Lost](failed); is {
		return lost
	}
	if err := r.paused(s, time.Now()); err != nil {
		return err
	}
	if errors.Is(failed, observe.ErrUnobserved) {
		return failed
	}
	if missing := kube.MissingRight(failed); missing != nil {
		return missing
	}
	if fault, is := errors.AsType[*nodecontrol.Fault](failed); is && (!fault.Down || !w.Down(fault.Machine)) {
		return fmt.Errorf("the container of node %s did not respond to Docker: %w", fault.Machine, fault)
	}
	if w.StoppedControl() {
		return nil
	}
	if err := unseen(w, s, failed); err != nil {
		return err
	}
	if err := noAnswer(failed); err != nil {
		return fmt.Errorf("the API server of cluster %s could not be reached: %w", r.session.cluster.Name, err)
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	_, err := w.Run.Client.Typed().Discovery().RESTClient().Get().AbsPath("/version").DoRaw(ctx)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("the API server of cluster %s did not answer for %v", r.session.cluster.Name, answerWithin)
	case noAnswer(err) != nil:
		return fmt.Errorf("the API server of cluster %s cannot be reached: %w", r.session.cluster.Name, err)
	}
	if err := late(w, failed); err != nil {
		return err
	}
	if !w.Run.Foreign {
		if err := stalled(ctx, w.Run.Client, s, failed); err != nil {
			return err
		}
		if err := r.session.simulation.behind(ctx, w, s.Started, failed); err != nil {
			return err
		}
	} else if !r.inPodOfOwnCluster() {
		return nil // only the scenario's own objects are read there
	}
	return r.machineAway(ctx, w, w.OwnNamespaces(), s, failed)
}

// inPodOfOwnCluster reports whether this process is a pod of a cluster that gherkind has made. It asks the API server for the state
// of the nodes, but not Docker, and has no permission to look at the control plane.
func (r *runner) inPodOfOwnCluster() bool {
	return r.options.Share != nil && !r.options.Cluster.Foreign()
}

func late(w *world.World, failed error) (err error) {
	w.Timeline.View(func(v observe.View) { err = lateKubelet(v, failed) })
	return err
}

// SaysNothing begins the reason why a missed wait is not a verdict.
const SaysNothing = "the result of this wait is inconclusive"

// unseen reports a missed wait during which the watches could not show what it waited for, or, for a wait that asks through
// the API server, during which the API server did not answer.
func unseen(w *world.World, s *report.Scenario, failed error) error {
	if missed, is := errors.AsType[*observe.Missed](failed); is {
		if missed.Blind == nil {
			return nil
		}
		return &observe.Unseen{Blind: *missed.Blind, Why: SaysNothing}
	}
	if nobody, is := errors.AsType[*probe.Unheard](failed); is {
		return fmt.Errorf("%s: %s", nobody.When(), SaysNothing)
	}
	asked, is := errors.AsType[*probe.Failed](failed)
	step := s.FailedStep()
	if !is || step == nil {
		return nil
	}
	end := step.Started.Add(step.Duration)
	if away := observe.Away(w.Timeline.Blinds(end.Add(-asked.Waited)), end.Add(-asked.Waited), end); away != nil {
		return &observe.Unseen{Blind: *away, Why: SaysNothing}
	}
	return nil
}

// noAnswer finds the error of a request that was not answered.
func noAnswer(err error) error {
	var request *url.Error
	if errors.As(err, &request) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return request
	}
	return nil
}
