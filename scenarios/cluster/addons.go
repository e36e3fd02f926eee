package cluster

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/registered"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// AddOnNames lists what Options.AddOns may name.
func AddOnNames() []string { return registered.Names() }

// addOns brings the requested add-ons into a cluster that is ready. Others that
// are there already stay. One that cannot be had is noted: only what needs it
// is in trouble.
func (w desired) addOns(ctx context.Context, c *Cluster) error {
	c.AddOns = w.options.AddOns
	for _, name := range w.options.AddOns {
		err := registered.Ensure(ctx, name, addon.Target{
			Cluster:  c.Name,
			Node:     c.Nodes[0].Container,
			Network:  docker.KindNetwork,
			Built:    w.image.Source == nodeimage.Built,
			Checkout: w.options.Checkout,
			Load:     func(ctx context.Context, image string) error { return w.loader().Load(ctx, c.Name, image) },
			Progress: w.options.Progress,
		})
		if ctx.Err() != nil {
			return err
		}
		if err != nil {
			w.options.Progress.Info(fmt.Sprintf("could not install add-on %s in cluster %s: %v", name, c.Name, err))
			c.Lacks = append(c.Lacks, LackedAddOn{Name: name, Err: err})
		}
	}
	return nil
}

// LackedAddOn is an add-on that could not be brought, and why.
type LackedAddOn struct {
	Name string
	Err  error
}
