// Package kwok is the add-on kwok: the controller of https://kwok.sigs.k8s.io, which plays the kubelet of nodes without
// machines. The nodes are those of package simulated.
package kwok

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/programs"
	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// AddOn is kwok.
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

// namespace is the one of the manifest.
const namespace = "kwok-system"

// readyTimeout is enough for a new installation, and for one that is there and has been restarted.
const readyTimeout = 3 * time.Minute

// installation is kwok for one cluster.
type installation struct {
	addon.Target
	addon.Kubectl
	source   programs.Pinned
	manifest string
	image    string
}

// Ensure implements addon.AddOn.
func (AddOn) Ensure(ctx context.Context, target addon.Target) error {
	k := &installation{Target: target, Kubectl: addon.Kubectl{Node: target.Node, Namespace: namespace}}
	if err := k.plan(ctx); err != nil {
		return err
	}
	have, err := k.Installed(ctx)
	if err != nil {
		return err
	}
	if have == k.version() {
		return k.ready(ctx)
	}
	if err := k.haveImage(ctx); err != nil {
		return err
	}
	k.Progress.Step(fmt.Sprintf("install kwok %s, for simulated nodes", k.source.Version))
	if err := k.install(ctx, have); err != nil {
		return err
	}
	k.Progress.Done("")
	return nil
}

// plan finds out what is wanted, and changes nothing.
func (k *installation) plan(ctx context.Context) (err error) {
	if k.source, err = source().Find(ctx, k.Checkout); err != nil {
		return err
	}
	built := ""
	if k.Built {
		if built, err = k.source.ImageRef(ctx); err != nil {
			return err
		}
	}
	k.manifest, k.image, err = manifestOf(k.source.Version, k.source.Dir, built)
	return err
}

// version is what is noted in the cluster: that of kwok, for people, and a hash of all that is applied.
func (k *installation) version() string {
	sum := sha256.Sum256([]byte(k.manifest))
	return k.source.Version + "-" + programs.Short(sum[:])
}

func (k *installation) haveImage(ctx context.Context) error {
	if k.Built {
		if err := k.source.EnsureImage(ctx, k.image, k.Progress.Step); err != nil {
			return fmt.Errorf("make the image of kwok: %w", err)
		}
	}
	if err := k.Load(ctx, k.image); err != nil {
		return fmt.Errorf("bring image %s into the nodes: %w", k.image, err)
	}
	return nil
}

func (k *installation) install(ctx context.Context, have string) error {
	if have != "" { // until this has come to its end, nothing is there
		if err := k.SetInstalled(ctx, ""); err != nil {
			return err
		}
	}
	anywhere := addon.Kubectl{Node: k.Target.Node} // one role is in the namespace of the nodes' leases
	if err := anywhere.Apply(ctx, k.manifest); err != nil {
		return err
	}
	if err := k.ready(ctx); err != nil {
		return err
	}
	return k.SetInstalled(ctx, k.version())
}

// ready waits, by kubectl's watch, until the controller is ready.
func (k *installation) ready(ctx context.Context) error {
	_, err := k.Run(ctx, "rollout", "status", "deployment/kwok-controller", "--timeout="+readyTimeout.String())
	if err == nil {
		return nil
	}
	pods, why := k.Run(ctx, "get", "pods", "--output=wide")
	if why != nil {
		return err
	}
	return fmt.Errorf("wait for kwok to be ready: %w\n%s", err, pods)
}
