package programs

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/addon"
)

// Timeouts of the waits. That of a new installation is enough for one that is there and has been restarted.
const (
	readyTimeout   = 3 * time.Minute
	webhookTimeout = time.Minute
)

// Installation is an add-on as a cluster is to have it.
type Installation struct {
	Pinned
	Namespace     string
	Image         string   // that is compiled; "" if all are pulled
	Images        []string // that the nodes need
	For           string   // what it is for, for people: "for simulated nodes"
	Manifest      string   // each object names its namespace
	Workloads     []string // that must be ready: "deployment/controller"
	Configuration string   // is applied when these are ready, and checked by their webhook; "" for none
}

// installing is an installation in a cluster.
type installing struct {
	Installation
	target  addon.Target
	kubectl addon.Kubectl // in the namespace of the add-on
}

// Ensure installs the add-on, unless this version of it is installed, and returns when it is ready.
func (i Installation) Ensure(ctx context.Context, target addon.Target) error {
	in := installing{Installation: i, target: target, kubectl: addon.Kubectl{Node: target.Node, Namespace: i.Namespace}}
	have, err := in.kubectl.Installed(ctx)
	if err != nil {
		return err
	}
	if have == in.installed() {
		return in.ready(ctx)
	}
	if err := in.haveImages(ctx); err != nil {
		return err
	}
	target.Progress.Step(fmt.Sprintf("install %s %s %s", i.Title, i.Version, i.For))
	if err := in.install(ctx, have); err != nil {
		return err
	}
	target.Progress.Done("")
	return nil
}

// installed is what the cluster records: the version, for people, and a hash of everything that is applied.
func (in installing) installed() string {
	sum := sha256.Sum256([]byte(in.Manifest + in.Configuration))
	return in.Version + "-" + Short(sum[:])
}

func (in installing) haveImages(ctx context.Context) error {
	if in.Image != "" {
		if err := in.EnsureImage(ctx, in.Image, in.target.Progress.Step); err != nil {
			return fmt.Errorf("make the image of %s: %w", in.Title, err)
		}
	}
	for _, image := range in.Images {
		if err := in.target.Load(ctx, image); err != nil {
			return fmt.Errorf("bring image %s into the nodes: %w", image, err)
		}
	}
	return nil
}

func (in installing) install(ctx context.Context, have string) error {
	if have != "" { // until this has come to its end, nothing is installed
		if err := in.kubectl.SetInstalled(ctx, ""); err != nil {
			return err
		}
	}
	anywhere := addon.Kubectl{Node: in.target.Node} // some objects are in other namespaces
	if err := anywhere.Apply(ctx, in.Manifest); err != nil {
		return err
	}
	if err := in.ready(ctx); err != nil {
		return err
	}
	if in.Configuration != "" {
		bounded, cancel := context.WithTimeout(ctx, webhookTimeout)
		defer cancel()
		if err := anywhere.ApplyBehindWebhook(bounded, in.Configuration); err != nil {
			return fmt.Errorf("configure %s: %w", in.Title, err)
		}
	}
	return in.kubectl.SetInstalled(ctx, in.installed())
}

// ready waits, by kubectl's watch, until the workloads are ready.
func (in installing) ready(ctx context.Context) error {
	args := append([]string{"rollout", "status", "--timeout=" + readyTimeout.String()}, in.Workloads...)
	_, err := in.kubectl.Run(ctx, args...)
	if err == nil {
		return nil
	}
	pods, why := in.kubectl.Run(ctx, "get", "pods", "--output=wide")
	if why != nil {
		return err
	}
	return fmt.Errorf("wait for %s to be ready: %w\n%s", in.Title, err, pods)
}
