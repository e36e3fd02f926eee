package oncluster

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/oncluster/left"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Runners run scenarios in pods. It implements [engine.Elsewhere].
type Runners struct {
	// Deployment describes what is created, without what only the run knows.
	Deployment Deployment
	// IDs are the scenarios that pods run.
	IDs map[string]bool
	// Here lists the scenarios that are not run in pods, with the reasons.
	Here []string
	// Image loads the image of the runners into the nodes of a cluster for a run; it is not called if the Deployment names an
	// image.
	Image func(ctx context.Context, c *cluster.Cluster, run string) (string, error)
}

var _ engine.Elsewhere = (*Runners)(nil)

// Has implements [engine.Elsewhere].
func (r *Runners) Has(p *gherkin.Pickle) bool { return r.IDs[p.ID] }

// Run implements [engine.Elsewhere].
func (r *Runners) Run(ctx context.Context, at engine.Site, ids []string, told engine.Told) error {
	d := r.Deployment
	d.Task.Run, d.Task.IDs, d.Task.Cluster, d.Task.Images = at.Run, ids, at.Cluster.Name, at.Cluster.Images.Names()
	d.Task.Joins = at.SetUp
	d.Task.Runners = min(d.Task.Runners, len(ids))
	if d.Image == "" {
		var err error
		if d.Image, err = r.Image(ctx, at.Cluster, at.Run); err != nil {
			return err
		}
	}
	store, err := OpenStore(ctx, d.Task.Results, at.Run, at.Client, os.Getenv)
	if err != nil {
		return err
	}
	f := newFollower(d, at, store, told)
	for _, line := range r.Here {
		told.Note("not in pods, but here and afterwards: %s", line)
	}
	told.Note("%s run in %s of namespace %s", words.Times("scenario", len(ids)), words.Times("pod", d.Task.Runners), left.Namespace(at.Run))
	if err = d.create(ctx, at.Client); err == nil {
		err = f.follow(ctx)
	}
	last := context.WithoutCancel(ctx)
	if ended := f.end(last, err == nil && ctx.Err() == nil); ended != nil {
		err = errors.Join(err, fmt.Errorf("after the scenarios on the cluster: %w", ended))
	}
	return err
}
