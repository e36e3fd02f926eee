// Package metricsserver is the add-on metrics-server: it asks the kubelets what nodes and pods use, and serves the answers as the
// metrics API. A HorizontalPodAutoscaler scales by them, and kubectl top prints them.
package metricsserver

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/programs"
	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// AddOn is the add-on metrics-server.
type AddOn struct{}

var _ addon.AddOn = AddOn{}

// Name implements addon.AddOn.
func (AddOn) Name() string { return "metrics-server" }

// RemoveImages implements addon.AddOn.
func (AddOn) RemoveImages(ctx context.Context) error {
	return docker.RemoveImages(ctx, source().Repository())
}

func source() programs.Source {
	return programs.Source{
		AddOn: "metrics-server", Title: "metrics-server", Module: "sigs.k8s.io/metrics-server", Packages: []string{"cmd/metrics-server"},
		About: "the program of metrics-server",
	}
}

// namespace is the namespace in the manifest.
const namespace = "metrics-server"

// Ensure implements addon.AddOn.
func (AddOn) Ensure(ctx context.Context, target addon.Target) error {
	pinned, err := source().Find(ctx, target.Checkout)
	if err != nil {
		return err
	}
	i := programs.Installation{
		Pinned: pinned, Namespace: namespace, For: "for the metrics API", Workloads: []string{"deployment/metrics-server"},
		Serves: patience{available: time.Minute, figures: 2 * time.Minute}.serves,
	}
	if target.Built {
		if i.Image, err = pinned.ImageRef(ctx); err != nil {
			return err
		}
	}
	manifest, image, err := manifestOf(pinned.Version, i.Image)
	if err != nil {
		return err
	}
	i.Manifest, i.Images = manifest, []string{image}
	return i.Ensure(ctx, target)
}
