// Package metallb is the add-on metallb: MetalLB, https://metallb.universe.tf, in layer-2 mode, where a node answers for the
// address of a service.
package metallb

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/programs"
	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// AddOn is MetalLB.
type AddOn struct{}

var _ addon.AddOn = AddOn{}

// Name implements addon.AddOn.
func (AddOn) Name() string { return "metallb" }

// RemoveImages implements addon.AddOn.
func (AddOn) RemoveImages(ctx context.Context) error {
	return docker.RemoveImages(ctx, metallb().Repository())
}

// namespace is the one in MetalLB's manifest.
const namespace = "metallb-system"

// Timeouts of the waits. That of a new installation is enough for one that is there, and has been restarted.
const (
	readyTimeout   = 3 * time.Minute
	webhookTimeout = time.Minute
)

// installation is MetalLB for one cluster.
type installation struct {
	addon.Target
	addon.Kubectl
	source   programs.Pinned
	manifest string
	images   []string
	pool     pool
}

// Ensure implements addon.AddOn.
func (AddOn) Ensure(ctx context.Context, target addon.Target) error {
	m := &installation{Target: target, Kubectl: addon.Kubectl{Node: target.Node, Namespace: namespace}}
	if err := m.plan(ctx); err != nil {
		return err
	}
	have, err := m.Installed(ctx)
	if err != nil {
		return err
	}
	if have == m.version() {
		return m.ready(ctx)
	}
	if err := m.haveImages(ctx); err != nil {
		return err
	}
	m.Progress.Step(fmt.Sprintf("install MetalLB %s for services of class %s, with the addresses %s", m.source.Version, loadBalancerClass, m.pool))
	if err := m.install(ctx, have); err != nil {
		return err
	}
	m.Progress.Done("")
	return nil
}

// plan finds out what is wanted, and changes nothing.
func (m *installation) plan(ctx context.Context) (err error) {
	if m.source, err = metallb().Find(ctx, m.Checkout); err != nil {
		return err
	}
	original, err := os.ReadFile(filepath.Join(m.source.Dir, "config/manifests/metallb-native.yaml"))
	if err != nil {
		return err
	}
	var e edited
	if m.Built {
		if e.image, err = m.source.ImageRef(ctx); err != nil {
			return err
		}
	}
	if m.manifest, err = e.edit(original); err != nil {
		return err
	}
	m.images = e.images
	subnets, err := docker.Subnets(ctx, m.Network)
	if err != nil {
		return err
	}
	m.pool, err = poolOf(subnets, m.Cluster)
	return err
}

// version is what is noted in the cluster: that of MetalLB, for people, and a hash of all that is applied.
func (m *installation) version() string {
	sum := sha256.Sum256([]byte(m.manifest + m.configuration()))
	return m.source.Version + "-" + programs.Short(sum[:])
}

func (m *installation) haveImages(ctx context.Context) error {
	if m.Built {
		if err := m.source.EnsureImage(ctx, m.images[0], m.Progress.Step); err != nil {
			return fmt.Errorf("make the image of MetalLB: %w", err)
		}
		m.images = m.images[:1] // one for both programs
	}
	for _, image := range m.images {
		if err := m.Load(ctx, image); err != nil {
			return fmt.Errorf("bring image %s into the nodes: %w", image, err)
		}
	}
	return nil
}

func (m *installation) install(ctx context.Context, have string) error {
	if have != "" { // until this has come to its end, nothing is there
		if err := m.SetInstalled(ctx, ""); err != nil {
			return err
		}
	}
	if err := m.Apply(ctx, m.manifest); err != nil {
		return err
	}
	if err := m.ready(ctx); err != nil {
		return err
	}
	webhook, cancel := context.WithTimeout(ctx, webhookTimeout)
	defer cancel()
	if err := m.ApplyBehindWebhook(webhook, m.configuration()); err != nil {
		return fmt.Errorf("give MetalLB its addresses: %w", err)
	}
	return m.SetInstalled(ctx, m.version())
}

// ready waits, by kubectl's watch, until the controller and a speaker on every
// node are ready.
func (m *installation) ready(ctx context.Context) error {
	_, err := m.Run(ctx, "rollout", "status", "deployment/controller", "daemonset/speaker", "--timeout="+readyTimeout.String())
	if err == nil {
		return nil
	}
	pods, why := m.Run(ctx, "get", "pods", "--output=wide")
	if why != nil {
		return err
	}
	return fmt.Errorf("wait for MetalLB to be ready: %w\n%s", err, pods)
}

// configuration gives MetalLB its addresses, and has nodes answer for them.
func (m *installation) configuration() string {
	return fmt.Sprintf(`apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: gherkind, namespace: %[1]s}
spec: {addresses: ["%[2]s"]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: gherkind, namespace: %[1]s}
spec: {ipAddressPools: [gherkind]}
`, namespace, m.pool)
}
