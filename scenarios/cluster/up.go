package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/mark"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// Up returns a cluster that is ready: every node, the network, DNS. With a
// kubeconfig or context it connects to that cluster. Otherwise it reuses
// gherkind's own cluster if it matches the options, restarts it if its containers
// were stopped, and otherwise creates or recreates it; Cluster.How says which. The
// cluster has the requested add-ons, except those in Cluster.Lacks. A kind cluster
// of that name that gherkind did not create is never touched. The error is an
// [*EnvironmentError] if the host or the cluster is at fault, and an [*OptionError]
// if the options are invalid.
func Up(ctx context.Context, o Options) (*Cluster, error) {
	o = o.withDefaults()
	if err := o.asked(); err != nil {
		return nil, err
	}
	if o.Foreign() {
		return connect(ctx, o)
	}
	if _, err := o.shape(); err != nil {
		return nil, err
	}
	var c *Cluster
	err := locked(ctx, o, func() (err error) {
		c, err = up(ctx, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// desired describes gherkind's own cluster as it must be.
type desired struct {
	options  Options
	topology *topology.Topology
	image    *nodeimage.Image
	mark     string
	had      found // the existing cluster
}

func up(ctx context.Context, o Options) (*Cluster, error) {
	t, err := o.shape()
	if err != nil {
		return nil, err
	}
	h, err := host.Ensure(ctx, host.Options{Progress: o.Progress})
	if err != nil {
		return nil, err
	}
	if err := o.RemoteError(h.Remote); err != nil {
		return nil, err
	}
	had, err := recall(ctx, o.Name)
	if err != nil {
		return nil, err
	}
	if !had.exists {
		if err := o.checkRoom(ctx, t, h); err != nil {
			return nil, err
		}
	}
	o = had.unlessAsked(o)
	image, err := nodeimage.Ensure(ctx, o.imageOptions())
	if err != nil {
		return nil, err
	}
	t.Patch(hostPatches(h))
	if err := t.NameEtcd(o.Name); err != nil {
		return nil, err
	}
	hash, err := t.Hash(image.Name)
	if err != nil {
		return nil, err
	}
	w := desired{options: o, topology: t, image: image, mark: mark.Of(t.Name, hash), had: had}
	c, err := w.bring(ctx)
	if err == nil {
		c.Left, err = w.leftBehind(ctx, c)
	}
	if err == nil {
		err = w.addOns(ctx, c)
	}
	if err == nil {
		err = w.ownImages(ctx, c)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (o Options) imageOptions() nodeimage.Options {
	return nodeimage.Options{
		Source: o.Source, Kubernetes: o.Kubernetes, Checkout: o.Checkout, Ref: o.NodeImage, Mirror: registry.Mirror(o.Registry), Progress: o.Progress,
	}
}

// bring makes the existing state match with as few changes as possible.
func (w desired) bring(ctx context.Context) (*Cluster, error) {
	began := time.Now()
	have, err := docker.OfCluster(ctx, w.options.Name)
	if err != nil {
		return nil, err
	}
	if len(have) == 0 {
		return w.create(ctx, func() say.Text { return say.Textf("created in %s", since(began)) })
	}
	why, err := w.mustRecreate(ctx, have)
	if err != nil {
		return nil, err
	}
	if why == "" {
		c, err := w.reviveBeside(ctx, have, w.revive)
		if err == nil || ctx.Err() != nil || !aNewOneHelps(err) {
			return c, err
		}
		why = err.Error()
	}
	if err := w.mustBeUnused(ctx, have, why); err != nil {
		return nil, err
	}
	w.options.Progress.Info(fmt.Sprintf("cluster %s is recreated, as no run uses it: %s", w.options.Name, why))
	if err := w.remove(ctx); err != nil {
		return nil, err
	}
	return w.create(ctx, func() say.Text { return say.Textf("recreated in %s: %s", since(began), why) })
}

// mustRecreate says why the existing containers cannot be used; "" if they can.
// Containers that gherkind did not create are an error.
func (w desired) mustRecreate(ctx context.Context, have []docker.Container) (string, error) {
	if mark.NotOurs(have) {
		return "", notOurs(w.options.Name)
	}
	nodes := 0
	for _, c := range have {
		if !c.IsNode() {
			continue
		}
		if nodes++; c.Image != w.mark {
			return w.changed(), nil
		}
	}
	if nodes < len(w.topology.Config.Nodes) || !w.had.complete && !isComplete(ctx, docker.FirstControlPlane(have)) {
		return "its creation was interrupted", nil
	}
	return "", nil
}

func notOurs(name string) error {
	return &EnvironmentError{
		Doing:  fmt.Sprintf("use the kind cluster %q", name),
		Advice: fmt.Sprintf("gherkind did not create it and leaves it alone: choose another --name, or delete it yourself with kind delete cluster --name %s", name),
	}
}

func since(began time.Time) string { return time.Since(began).Round(time.Second).String() }
