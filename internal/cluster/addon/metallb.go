package addon

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// metallbNamespace is the one in MetalLB's manifest.
const metallbNamespace = "metallb-system"

// noted is the annotation of the namespace that says what is there, ready.
const noted = "gherkind.local/addon"

// Bounds of what is waited for. An add-on that is there needs the time of a
// restart at most, and with it goes that of a new one.
const (
	readyTimeout = 3 * time.Minute
	hookTimeout  = time.Minute
)

// metallb is MetalLB for one cluster: https://metallb.universe.tf, in layer-2
// mode, where a node answers for the address of a service.
type metallb struct {
	Target
	kubectl
	source   source
	manifest string
	images   []string
	pool     pool
}

func ensureMetalLB(ctx context.Context, target Target) error {
	m := &metallb{Target: target, kubectl: kubectl{node: target.Node, namespace: metallbNamespace}}
	if err := m.plan(ctx); err != nil {
		return err
	}
	have, err := m.have(ctx)
	if err != nil {
		return err
	}
	if have == m.wanted() {
		return m.ready(ctx)
	}
	if err := m.haveImages(ctx); err != nil {
		return err
	}
	m.Progress.Step(fmt.Sprintf("install MetalLB %s for services of class %s, with the addresses %s", m.source.version, loadBalancerClass, m.pool))
	if err := m.install(ctx, have); err != nil {
		return err
	}
	m.Progress.Done("")
	return nil
}

// plan finds out what is wanted, and changes nothing.
func (m *metallb) plan(ctx context.Context) (err error) {
	if m.source, err = findSource(ctx, m.Checkout); err != nil {
		return err
	}
	original, err := os.ReadFile(filepath.Join(m.source.dir, "config/manifests/metallb-native.yaml"))
	if err != nil {
		return err
	}
	var e edition
	if m.Built {
		if e.image, err = m.source.imageRef(ctx); err != nil {
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

// wanted is what is noted in the cluster: the version, for people, and a hash of
// all that is applied.
func (m *metallb) wanted() string {
	sum := sha256.Sum256([]byte(m.manifest + m.configuration()))
	return m.source.version + "-" + short(sum[:])
}

// have is what an earlier run has noted; "" for nothing.
func (m *metallb) have(ctx context.Context) (string, error) {
	path := "jsonpath={.metadata.annotations." + strings.ReplaceAll(noted, ".", `\.`) + "}"
	return m.run(ctx, "", "get", "namespace", metallbNamespace, "--ignore-not-found", "--output="+path)
}

func (m *metallb) haveImages(ctx context.Context) error {
	if m.Built {
		if err := m.source.ensureImage(ctx, m.images[0], m.Progress.Step); err != nil {
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

func (m *metallb) install(ctx context.Context, have string) error {
	if have != "" { // until this has come to its end, nothing is there
		if _, err := m.run(ctx, "", "annotate", "namespace", metallbNamespace, noted+"-"); err != nil {
			return err
		}
	}
	if err := m.apply(ctx, m.manifest); err != nil {
		return err
	}
	if err := m.ready(ctx); err != nil {
		return err
	}
	hooked, cancel := context.WithTimeout(ctx, hookTimeout)
	defer cancel()
	if err := m.applyHooked(hooked, m.configuration()); err != nil {
		return fmt.Errorf("give MetalLB its addresses: %w", err)
	}
	_, err := m.run(ctx, "", "annotate", "--overwrite", "namespace", metallbNamespace, noted+"="+m.wanted())
	return err
}

// ready waits, by kubectl's watch, until the controller and a speaker on every
// node are ready.
func (m *metallb) ready(ctx context.Context) error {
	_, err := m.run(ctx, "", "rollout", "status", "deployment/controller", "daemonset/speaker", "--timeout="+readyTimeout.String())
	if err == nil {
		return nil
	}
	pods, why := m.run(ctx, "", "get", "pods", "--output=wide")
	if why != nil {
		return err
	}
	return fmt.Errorf("wait for MetalLB to be ready: %w\n%s", err, pods)
}

// configuration gives MetalLB its addresses, and has nodes answer for them.
func (m *metallb) configuration() string {
	return fmt.Sprintf(`apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: gherkind, namespace: %[1]s}
spec: {addresses: ["%[2]s"]}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: {name: gherkind, namespace: %[1]s}
spec: {ipAddressPools: [gherkind]}
`, metallbNamespace, m.pool)
}
