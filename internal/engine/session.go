package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/cluster/asker"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/local"
	"github.com/gherkind/gherkind/internal/nodes"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/oncluster/left"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// session is a running cluster, with everything that all scenarios of a run share.
type session struct {
	cluster    *cluster.Cluster
	hub        *observe.Hub
	run        *world.Run
	member     member
	alone      error // why it is hidden from other runs on the cluster; nil if it is not
	asker      *asker.Asker
	simulation *simulation
	use        *inuse.Use // nil if other processes of this machine cannot be notified
}

// open brings the cluster up, unless it is connected, and starts the run's watches.
func open(ctx context.Context, o Options, note func(string, ...any)) (*session, error) {
	id := strings.ToLower(rand.Text()[:6])
	c, use, err := clusterOf(ctx, o, id, note)
	if err != nil {
		return nil, err
	}
	s, err := openOn(ctx, c, id, o, note)
	if err != nil {
		return nil, errors.Join(err, use.End())
	}
	s.use = use
	if err := s.simulate(ctx, o.Simulated, host.OrSilent(o.Cluster.Progress)); err != nil {
		return nil, errors.Join(err, s.close(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// openOn starts the run's watches on a cluster that is up.
func openOn(ctx context.Context, c *cluster.Cluster, id string, o Options, note func(string, ...any)) (*session, error) {
	client, err := kube.New(c.Config)
	if err != nil {
		return nil, fmt.Errorf("make a client for cluster %s: %w", c.Name, err)
	}
	from := asker.New(c, o.Cluster.AskFrom, id, note)
	// The watches must outlive an interrupt: clean-up waits with them. Stop ends them.
	hub := observe.NewHub(context.WithoutCancel(ctx), client, observe.Options{Scoped: !c.Ours})
	run := &world.Run{
		ID:       id,
		Client:   client,
		Hub:      hub,
		Image:    c.Images.Map,
		Timeouts: o.Timeouts,
		Foreign:  !c.Ours,
		Patient:  o.Patient,
		Keeps:    o.KeepOnFailure,
		Nodes:    nodes.Of(c),
		Etcd:     nodes.EtcdOf(c),
		Outside:  outsideOf(from),
		Note:     note,

		NodeChanges: o.AllowNodeChanges,
	}
	if o.AllowCommands {
		run.Commands = local.Shell{Cluster: c}.Run
	}
	if err := run.Prepare(ctx); err != nil {
		hub.Stop()
		return nil, err
	}
	if err := run.Allow(ctx, o.AllowChanges); err != nil {
		hub.Stop()
		return nil, &plan.UsageError{Err: fmt.Errorf("what else scenarios may change: %w", err)}
	}
	own := simulationOf(run)
	var member *runlock.Member
	err = run.Unbarred(ctx, runlock.Observer(client), func(ctx context.Context) (err error) {
		member, err = runlock.Join(ctx, client, hub, run.ID, note)
		return err
	})
	if missing := kube.MissingRight(err); missing != nil && o.MayOnlyLook {
		note("the grader is not seen by other runs on this cluster, and only looks: %v", missing)
		run.Awake = awake.Begin(context.WithoutCancel(ctx)) // ended by the session
		return &session{cluster: c, hub: hub, run: run, member: alone{missing}, alone: missing, asker: from, simulation: own}, nil
	}
	if err != nil {
		hub.Stop()
		return nil, err
	}
	if o.Begun != nil {
		o.Begun(func() (string, []string) { return run.ID, run.Left(context.WithoutCancel(ctx)) })
	}
	member.Intact = func(ctx context.Context) error { return errors.Join(run.Intact(ctx), own.nodes.Intact(ctx)) }
	run.Awake = awake.Begin(context.WithoutCancel(ctx)) // ended by the session
	s := &session{cluster: c, hub: hub, run: run, member: member, asker: from, simulation: own}
	err = run.Unbarred(ctx, runlock.Observer(client), func(ctx context.Context) error {
		return errors.Join(s.removeSimulated(ctx), left.Remove(ctx, client, run.ID, member, note), run.Repair(ctx, member), repairSetUps(ctx, run, member, o))
	})
	if err != nil {
		return nil, errors.Join(err, s.close(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// repairSetUps removes the set-ups of dead runs. A process that shares the scenarios of another one leaves that to it: it may not
// have the permissions.
func repairSetUps(ctx context.Context, run *world.Run, past world.Past, o Options) error {
	if o.Share != nil {
		return nil
	}
	return run.RepairSetUps(ctx, past, o.OwnSetUp)
}

// clusterOf brings the cluster up. Before that, it tells other processes of this machine that a run uses it.
func clusterOf(ctx context.Context, o Options, run string, note func(string, ...any)) (*cluster.Cluster, *inuse.Use, error) {
	if err := o.Cluster.Check(); err != nil {
		return nil, nil, err
	}
	use, err := inuse.Begin(run, o.Cluster.UsedName(), o.repositories()...)
	if err != nil {
		note("other runs on this machine see this one only by the cluster: %v", err)
	}
	if o.Connected != nil {
		return o.Connected.Again(), use, nil
	}
	o.Cluster.Run = run
	c, err := cluster.Up(ctx, o.Cluster)
	if err != nil {
		return nil, nil, errors.Join(err, use.End())
	}
	return c, use, nil
}

// repositories returns those of the images that the run loads into nodes.
func (o Options) repositories() []string {
	names := o.Cluster.Repositories()
	if o.Elsewhere != nil {
		names = append(names, cluster.RunnerRepository)
	}
	return names
}

// close waits until the run's namespaces are gone and ends the watches. The context must outlive an interrupt of the run.
func (s *session) close(ctx context.Context) error {
	err := errors.Join(s.closeSetUp(ctx), s.run.Finish(ctx), s.simulation.close(ctx), s.member.Leave(ctx), s.asker.Close(ctx))
	s.hub.Stop()
	s.run.Awake.Stop()
	return errors.Join(err, s.use.End())
}

// locks returns the nodes that a scenario locks, by their full names: a short name would be a different lock.
func (s *session) locks(own []string) []string {
	var names []string
	for _, name := range tags.Values(own, tags.Node) {
		if full, err := s.run.Nodes.Resolve(name); err == nil {
			name = full
		}
		names = append(names, name)
	}
	return names
}

// lacksAddOn returns why the cluster does not have one of the add-ons.
func (s *session) lacksAddOn(wanted []string) error {
	for _, lack := range s.cluster.Lacks {
		if slices.Contains(wanted, lack.Name) {
			return fmt.Errorf("there is no %s in this cluster: %w", lack.Name, lack.Err)
		}
	}
	return nil
}

func (s *session) describe() report.Cluster {
	names := make([]string, 0, len(s.cluster.Nodes))
	for _, n := range s.cluster.Nodes {
		names = append(names, n.Name)
	}
	return report.Cluster{
		Name: s.cluster.Name, Kubernetes: s.cluster.Kubernetes, Nodes: names,
		Images: s.cluster.Images.Used(), How: s.cluster.How, HowText: s.cluster.HowText,
	}
}

// recorded returns the cluster as a bundle describes it.
func (s *session) recorded() bundle.Cluster {
	c := bundle.Cluster{Name: s.cluster.Name, Kubernetes: s.cluster.Kubernetes, Images: s.cluster.Images.Used(), Members: s.run.Etcd.Members(), Simulated: s.cluster.Simulated}
	if from := s.asker.Decided(); from == cluster.AskContainer {
		c.AskedFrom = string(from)
	}
	for _, n := range s.cluster.Nodes {
		recorded := bundle.Node{Name: n.Name, Role: n.Role, Address: n.Address}
		if n.Hostname != n.Name {
			recorded.Hostname = n.Hostname
		}
		c.Nodes = append(c.Nodes, recorded)
	}
	return c
}
