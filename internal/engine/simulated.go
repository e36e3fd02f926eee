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

// simulation is the simulated nodes of a session.
type simulation struct {
	nodes   *simulated.Nodes
	failed  error // why there are none; nil when there are, or none are wanted
	release func(context.Context) error
}

func simulationOf(run *world.Run) *simulation {
	return &simulation{
		nodes:   simulated.Of(run.Client.Typed(), world.LabelRun, run.ID),
		release: func(context.Context) error { return nil },
	}
}

// simulate gives the cluster the simulated nodes that the session's scenarios want. Until it is closed no other run executes
// anything there: its scenarios would see more nodes than they know of, and their pods might land on these. What fails is
// kept: it only affects the scenarios.
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

// removeSimulated removes simulated nodes that killed runs have left.
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

// close removes the nodes, and lets other runs go on.
func (s *simulation) close(ctx context.Context) error {
	return errors.Join(s.nodes.Remove(ctx), s.release(ctx))
}

// behind reports a wait that timed out while the simulated nodes did not do what kubelets do.
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

// lacks says why the cluster has not got what a scenario wants.
func (s *session) lacks(own []string) error {
	if err := s.lacksAddOn(tags.AddOns(own)); err != nil {
		return err
	}
	if tags.Simulated(own) > 0 && s.simulation.failed != nil {
		return fmt.Errorf("there are no simulated nodes in this cluster: %w", s.simulation.failed)
	}
	return nil
}
