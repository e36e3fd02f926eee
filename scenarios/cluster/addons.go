package cluster

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/registered"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// AddOnNames lists the valid names in Options.AddOns.
func AddOnNames() []string { return registered.Names() }

// addOns installs the requested add-ons in a cluster that is ready. Other installed add-ons are kept. An add-on that cannot be
// installed is listed in Lacks: it only affects scenarios that need it.
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

// LackedAddOn is an add-on that could not be installed, and the reason.
type LackedAddOn struct {
	Name string
	Err  error
}
