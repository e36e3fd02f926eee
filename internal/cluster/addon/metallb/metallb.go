// Package metallb is the add-on metallb: MetalLB, https://metallb.universe.tf, in layer 2 mode, in which a node answers for the
// address of a service.
package metallb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/cluster/addon"
	"github.com/gherkind/gherkind/internal/cluster/addon/programs"
	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// AddOn is the add-on metallb.
type AddOn struct{}

var _ addon.AddOn = AddOn{}

// Name implements addon.AddOn.
func (AddOn) Name() string { return "metallb" }

// RemoveImages implements addon.AddOn.
func (AddOn) RemoveImages(ctx context.Context) error {
	return docker.RemoveImages(ctx, metallb().Repository())
}

// namespace is the namespace in MetalLB's manifest.
const namespace = "metallb-system"

// Ensure implements addon.AddOn.
func (AddOn) Ensure(ctx context.Context, target addon.Target) error {
	i, err := wanted(ctx, target)
	if err != nil {
		return err
	}
	return i.Ensure(ctx, target)
}

// wanted returns the installation for the cluster.
func wanted(ctx context.Context, target addon.Target) (i programs.Installation, err error) {
	if i.Pinned, err = metallb().Find(ctx, target.Checkout); err != nil {
		return i, err
	}
	original, err := os.ReadFile(filepath.Join(i.Dir, "config/manifests/metallb-native.yaml"))
	if err != nil {
		return i, err
	}
	var e edited
	if target.Built {
		if e.image, err = i.ImageRef(ctx); err != nil {
			return i, err
		}
	}
	if i.Manifest, err = e.edit(original); err != nil {
		return i, err
	}
	i.Image, i.Images = e.image, e.images
	if target.Built {
		i.Images = []string{e.image} // one image for both programs
	}
	subnets, err := docker.Subnets(ctx, target.Network)
	if err != nil {
		return i, err
	}
	pool, err := poolOf(subnets, target.Cluster)
	if err != nil {
		return i, err
	}
	i.Namespace, i.Configuration = namespace, configuration(pool)
	i.Workloads = []string{"deployment/controller", "daemonset/speaker"} // a speaker runs on every node
	i.For = fmt.Sprintf("for services of class %s, with the addresses %s", loadBalancerClass, pool)
	return i, nil
}

// configuration returns the address pool of MetalLB, and its announcement by the nodes.
func configuration(p pool) string {
	return fmt.Sprintf(`apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: gherkind, namespace: %[1]s}
spec: {addresses: ["%[2]s"]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: gherkind, namespace: %[1]s}
spec: {ipAddressPools: [gherkind]}
`, namespace, p)
}
