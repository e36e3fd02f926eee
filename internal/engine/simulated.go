package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/steps/world"
)

// simulation are the simulated nodes of a session.
type simulation struct {
	nodes   *simulated.Nodes
	failed  error // why there are none; nil if there are, or none are needed
	release func(context.Context) error
}

func simulationOf(run *world.Run) *simulation {
	return &simulation{
		nodes:   simulated.Of(run.Client.Typed(), world.LabelRun, run.ID),
		release: func(context.Context) error { return nil },
	}
}

// simulate creates the simulated nodes that the session's scenarios need. Until it is closed, no other run executes scenarios
// on the cluster: they would observe unexpected nodes, and their pods might be scheduled to these. An error is kept for the
// scenarios that need the nodes.
func (s *session) simulate(ctx context.Context, count int, progress host.Progress) error {
	if count == 0 || s.lacksAddOn([]string{tags.Kwok}) != nil {
		return nil //nolint:nilerr // its scenarios say why they have no nodes
	}
	s.run.Note("%d simulated nodes are made, once no other run uses cluster %s", count, s.cluster.Name)
	release, err := s.member.Acquire(ctx, true, nil)
	s.simulation.release = release
	if err == nil {
		err = s.removeSimulated(ctx)
	}
	if err == nil {
		progress.Step(fmt.Sprintf("create %d simulated nodes; 500 take about 90 seconds on two cores", count))
		err = s.simulation.nodes.Make(ctx, count)
	}
	if err == nil {
		progress.Done("")
	}
	if ctx.Err() != nil {
		return err
	}
	s.simulation.failed = err
	s.cluster.Simulated = count
	return nil
}

// removeSimulated removes simulated nodes that dead runs have left.
func (s *session) removeSimulated(ctx context.Context) error {
	past, is := s.member.(world.Past)
	if s.run.Foreign || !is {
		return nil
	}
	removed, err := s.simulation.nodes.RemoveLeft(ctx, past.AwaitDeath)
	for run, count := range removed {
		s.run.Note("removed %d simulated nodes that run %s left", count, run)
	}
	return err
}

// close removes the nodes and lets other runs continue.
func (s *simulation) close(ctx context.Context) error {
	return errors.Join(s.nodes.Remove(ctx), s.release(ctx))
}

// behind reports a wait that timed out while the simulated nodes did not behave like real ones.
func (s *simulation) behind(ctx context.Context, w *world.World, since time.Time, failed error) error {
	if s == nil || !ranOut(failed) {
		return nil
	}
	why, err := s.nodes.Behind(ctx, time.Now(), w.OwnNamespaces()...)
	if err == nil && why == "" {
		w.Timeline.View(func(v observe.View) { why = silentMeanwhile(v, since) })
	}
	if err == nil && why != "" {
		err = fmt.Errorf("the simulated nodes do not work: %s; look: kubectl -n kwok-system logs deployment/kwok-controller", why)
	}
	return err
}

// silentMeanwhile says which simulated node was not ready for a part of a scenario, and is ready again; "" if none was. This is not
// in the conditions of the node: kwok does not change the time of their last transition.
func silentMeanwhile(v observe.View, since time.Time) string {
	silent := map[string]bool{} // before
	for _, o := range v.All() {
		if o.Ref.Kind.GVK.Kind != "Node" || !simulated.Is(o.Ref.Name) {
			continue
		}
		node := kube.As[corev1.Node](o.Object)
		is := o.Type != watch.Deleted && node != nil && !simulated.Reports(node)
		switch {
		case o.At.Before(since):
			silent[o.Ref.Name] = is
		case is || silent[o.Ref.Name]:
			return fmt.Sprintf("node %s was not ready for a while, until %s or later", o.Ref.Name, o.At.Local().Format(time.TimeOnly))
		}
	}
	return ""
}

// lacks returns what the cluster lacks for a scenario.
func (s *session) lacks(own []string) error {
	if err := s.lacksAddOn(tags.AddOns(own)); err != nil {
		return err
	}
	if tags.Simulated(own) > 0 && s.simulation.failed != nil {
		return fmt.Errorf("there are no simulated nodes in this cluster: %w", s.simulation.failed)
	}
	return nil
}
