package scenarios

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/doctor"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/nodes"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/preflight"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

// Preflight finds everything that would prevent the scenarios from running: in features, in manifests, and in their cluster, which
// is brought up as for a run. Nothing is created in it. An error means invalid options, or a cluster that cannot be used.
func Preflight(ctx context.Context, options Options) (*doctor.Report, error) {
	o, p, err := options.plan()
	if problems, is := errors.AsType[gherkin.Problems](err); is {
		return doctor.NewReport(preflight.Problems(problems)), nil
	}
	if err != nil {
		return nil, err
	}
	groups := p.Groups(o.Cluster)
	if err := o.Cluster.Check(); err != nil {
		return nil, err
	}
	var found []doctor.Finding
	for _, err := range []error{p.CheckShapes(groups, o.Connected), p.CheckReach(groups, o.Connected, plan.Allowed{NodeChanges: o.AllowNodeChanges, Commands: o.AllowCommands})} {
		problems, is := errors.AsType[gherkin.Problems](err)
		if err != nil && !is {
			return nil, err
		}
		found = append(found, preflight.Problems(problems)...)
	}
	for _, g := range groups {
		more, err := o.preflight(ctx, p, g)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return doctor.NewReport(found), nil
}

// preflight checks the cluster of a group, unless it is created only for the run.
func (o Options) preflight(ctx context.Context, p *plan.Plan, g plan.Group) ([]doctor.Finding, error) {
	scenarios := words.Times("scenario", len(g.Pickles))
	if err := g.Possible(); err != nil {
		return []doctor.Finding{{Subject: "left out", Status: doctor.Warning, Says: scenarios + ": " + err.Error(), Fix: "run them on a cluster of gherkind's own"}}, nil //nolint:nilerr // it is reported as a finding
	}
	if g.Topology != "" {
		return []doctor.Finding{{Subject: "topology", Status: doctor.OK, Says: fmt.Sprintf("%s of topology %s: their cluster is made in the run, and was not looked at", scenarios, g.Topology)}}, nil
	}
	c, err := cluster.Up(ctx, g.Cluster)
	if err != nil {
		return nil, err
	}
	client, err := kube.New(c.Config)
	if err != nil {
		return nil, fmt.Errorf("make a client for cluster %s: %w", c.Name, err)
	}
	run := &world.Run{Client: client, Image: c.Images.Map, Foreign: !c.Ours, Nodes: nodes.Of(c), NodeChanges: o.AllowNodeChanges}
	if err := run.Allow(ctx, o.AllowChanges); err != nil {
		return nil, &UsageError{Err: fmt.Errorf("what else scenarios may change: %w", err)}
	}
	return preflight.Look(ctx, p, preflight.Cluster{Cluster: c, Group: g, Client: client, Run: run})
}
