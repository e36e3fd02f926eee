package programs

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/addon"
)

// Timeouts. readyTimeout is for a new installation, and also enough for an existing one that has been restarted.
const (
	readyTimeout   = 3 * time.Minute
	webhookTimeout = time.Minute
)

// Installation describes an add-on to be installed.
type Installation struct {
	Pinned
	Namespace     string
	Image         string   // the compiled image; "" if all images are pulled
	Images        []string // images that the nodes need
	For           string   // its purpose, for people: "for simulated nodes"
	Manifest      string   // each object must have its namespace
	Workloads     []string // workloads that must be ready: "deployment/controller"
	Configuration string   // applied when the workloads are ready, and validated by their webhook; "" for none
	// Serves waits for what readiness of the workloads does not say, for a limited time; nil if that is all.
	Serves func(ctx context.Context, kubectl addon.Kubectl) error
}

// installing is the installation of an add-on in a cluster.
type installing struct {
	Installation
	target  addon.Target
	kubectl addon.Kubectl // in the namespace of the add-on
}

// Ensure installs the add-on unless this version is installed, and returns when it is ready.
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

// installed returns what is recorded in the cluster: the version, for people, and a hash of everything that is applied.
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
	if have != "" { // not installed until this has finished
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

// ready waits until the workloads are ready and serve.
func (in installing) ready(ctx context.Context) error {
	err := in.rolledOut(ctx)
	if err == nil && in.Serves != nil {
		err = in.Serves(ctx, in.kubectl)
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("wait for %s to be ready: %w\n%s", in.Title, err, in.evidence(ctx))
}

// evidence returns the pods and what they have logged last. It only adds to an error, so what cannot be read is left out.
func (in installing) evidence(ctx context.Context) string {
	asks := [][]string{{"get", "pods", "--output=wide"}}
	for _, workload := range in.Workloads {
		asks = append(asks, []string{"logs", workload, "--all-pods", "--tail=3"})
	}
	var said []string
	for _, ask := range asks {
		if out, err := in.kubectl.Run(ctx, ask...); err == nil && out != "" {
			said = append(said, out)
		}
	}
	return strings.Join(said, "\n")
}

// rolledOut waits, by kubectl's watch, until the workloads are ready.
func (in installing) rolledOut(ctx context.Context) error {
	args := append([]string{"rollout", "status", "--timeout=" + readyTimeout.String()}, in.Workloads...)
	_, err := in.kubectl.Run(ctx, args...)
	return err
}
