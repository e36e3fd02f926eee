// Package kwok is the add-on kwok: the controller of https://kwok.sigs.k8s.io, which simulates the kubelets of nodes without
// machines. Package simulated creates the nodes.
package kwok

import (
	"context"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/programs"
	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// AddOn is the add-on kwok.
type AddOn struct{}

var _ addon.AddOn = AddOn{}

// Name implements addon.AddOn.
func (AddOn) Name() string { return "kwok" }

// RemoveImages implements addon.AddOn.
func (AddOn) RemoveImages(ctx context.Context) error {
	return docker.RemoveImages(ctx, source().Repository())
}

func source() programs.Source {
	return programs.Source{
		AddOn: "kwok", Title: "kwok", Module: "sigs.k8s.io/kwok", Packages: []string{"cmd/kwok"}, About: "kwok's controller",
	}
}

// namespace is the namespace in the manifest.
const namespace = "kwok-system"

// Ensure implements addon.AddOn.
func (AddOn) Ensure(ctx context.Context, target addon.Target) error {
	pinned, err := source().Find(ctx, target.Checkout)
	if err != nil {
		return err
	}
	i := programs.Installation{Pinned: pinned, Namespace: namespace, For: "for simulated nodes", Workloads: []string{"deployment/kwok-controller"}}
	if target.Built {
		if i.Image, err = pinned.ImageRef(ctx); err != nil {
			return err
		}
	}
	grace, err := gracePeriod(ctx, target.Node)
	if err != nil {
		return err
	}
	manifest, image, err := manifestOf(pinned.Version, pinned.Dir, i.Image, grace)
	if err != nil {
		return err
	}
	i.Manifest, i.Images = manifest, []string{image}
	return i.Ensure(ctx, target)
}
