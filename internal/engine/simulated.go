package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
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
func (s *simulation) behind(ctx context.Context, w *world.World, failed error) error {
	if s == nil || !ranOut(failed) {
		return nil
	}
	why, err := s.nodes.Behind(ctx, time.Now(), w.OwnNamespaces()...)
	if err == nil && why != "" {
		err = fmt.Errorf("the simulated nodes do not work: %s; look: kubectl -n kwok-system logs deployment/kwok-controller", why)
	}
	return err
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
