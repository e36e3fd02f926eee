package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sigs.k8s.io/kind/pkg/apis/config/v1alpha4"
	kind "sigs.k8s.io/kind/pkg/cluster"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/mark"
	"github.com/gherkind/gherkind/internal/cluster/network"
	"github.com/gherkind/gherkind/internal/cluster/outside"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// createTimeout is the time limit for a new cluster to become ready, after kind has created it.
const createTimeout = 4 * time.Minute

// removeTimeout is the time limit for deleting a cluster, also an incomplete one after an interrupt.
const removeTimeout = 2 * time.Minute

// create creates the cluster with kind and waits until it is ready. If that fails or is interrupted, everything is removed.
func (w desired) create(ctx context.Context, how func() say.Text) (*Cluster, error) {
	if err := w.pullPublished(ctx); err != nil {
		return nil, err
	}
	members, err := w.etcdSet(ctx)
	if err != nil {
		return nil, err
	}
	unname, err := w.loadBalancer(ctx)
	if err != nil {
		return nil, err
	}
	c, err := w.createAndFinish(ctx, members, how)
	err = errors.Join(err, unname(context.WithoutCancel(ctx)))
	if err == nil {
		return c, nil
	}
	cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), removeTimeout)
	defer cancel()
	return nil, errors.Join(err, w.remove(cleanup))
}

func (w desired) createAndFinish(ctx context.Context, members *etcdMembers, how func() say.Text) (*Cluster, error) {
	err := members.beside(ctx, w, func(ctx context.Context) error { return network.Note(ctx, w.kindCreate) })
	if err != nil {
		return nil, err
	}
	c, err := w.finish(ctx, nil, createTimeout, how)
	if err != nil {
		return nil, err
	}
	c.Made = true
	return c, markComplete(ctx, c.Nodes[0].Container, memoryOf(w.options))
}

func stays(context.Context) error { return nil }

// loadBalancer makes sure that Docker has the image that kind needs for several control planes.
func (w desired) loadBalancer(ctx context.Context) (unname func(context.Context) error, err error) {
	planes := 0
	for _, node := range w.topology.Config.Nodes {
		if node.Role == v1alpha4.ControlPlaneRole {
			planes++
		}
	}
	if planes < 2 {
		return stays, nil
	}
	if w.image.Source == nodeimage.Published {
		return stays, registry.Bring(ctx, nodeimage.EnvoyImage, w.loader().Mirror, w.options.Progress)
	}
	return nodeimage.LoadBalancer(ctx, w.image)
}

// kindCreate runs kind, which does not support contexts. If ctx ends, the caller removes what kind has created so far, which
// makes kind fail.
func (w desired) kindCreate(ctx context.Context) error {
	path, err := w.kubeconfigPath()
	if err != nil {
		return err
	}
	provider := kind.NewProvider(kind.ProviderWithDocker(), kind.ProviderWithLogger(newKindLog(w.options.Progress)))
	done := make(chan error, 1)
	go func() {
		done <- provider.Create(w.options.Name,
			kind.CreateWithV1Alpha4Config(w.topology.Config),
			kind.CreateWithNodeImage(w.mark),
			kind.CreateWithKubeconfigPath(path),
			kind.CreateWithRetain(true), // it is removed by this package, also if kind is interrupted
			kind.CreateWithDisplayUsage(false),
			kind.CreateWithDisplaySalutation(false),
		)
	}()
	select {
	case err := <-done:
		if err != nil {
			return w.createFailed(ctx, provider, err)
		}
		return nil
	case <-ctx.Done():
		cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), removeTimeout)
		defer cancel()
		err := w.remove(cleanup)
		select {
		case <-done: //nolint:errcheck // its error says only that its containers have gone
		case <-cleanup.Done():
		}
		return errors.Join(fmt.Errorf("create cluster %s: %w", w.options.Name, context.Cause(ctx)), err)
	}
}

// remove deletes the cluster and the additional name of its node image.
func (w desired) remove(ctx context.Context) error { return remove(ctx, w.options) }

func remove(ctx context.Context, o Options) error {
	have, err := docker.OfCluster(ctx, o.Name)
	if err != nil {
		return err
	}
	if mark.NotOurs(have) {
		return notOurs(o.Name)
	}
	if len(have) > 0 { // remove is called twice for an interrupted creation
		o.Progress.Step("delete cluster " + o.Name)
	}
	if err := outside.RemoveAll(ctx, o.Name); err != nil {
		return &EnvironmentError{Doing: "delete cluster " + o.Name, Err: err}
	}
	path := filepath.Join(o.StateDir, o.Name+".kubeconfig")
	if err := kind.NewProvider(kind.ProviderWithDocker()).Delete(o.Name, path); err != nil {
		return &EnvironmentError{Doing: "delete cluster " + o.Name, Err: err}
	}
	var errs []error
	for _, name := range mark.Images(have) {
		if err := docker.UntagUnused(ctx, name); err != nil { // another cluster of the same topology may still use it
			errs = append(errs, fmt.Errorf("remove the name %s of the node image: %w", name, err))
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		errs = append(errs, fmt.Errorf("remove the kubeconfig: %w", err))
	}
	return errors.Join(errs...)
}
