package cluster

import (
	"context"
	"fmt"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	kind "sigs.k8s.io/kind/pkg/cluster"

	"github.com/gherkind/gherkind/internal/cluster/ready"
	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// BenchmarkCreate compares creating a default cluster with plain kind, with the same node image and configuration, in one run:
//
//	own/plain        everything that gherkind does, including readiness, relative to kind's creation alone
//	own/plain-ready  the same, relative to kind's creation and the wait until that cluster can run a pod
func BenchmarkCreate(b *testing.B) {
	ctx := b.Context()
	var own, plain, ready time.Duration
	for range b.N {
		p, r := createPlain(ctx, b, "gherkind-bench-plain")
		plain, ready = plain+p, ready+r
		own += createOwn(ctx, b, "gherkind-bench-own")
	}
	b.ReportMetric(0, "ns/op") // only the ratios matter
	b.ReportMetric(own.Seconds()/float64(b.N), "own-s")
	b.ReportMetric(plain.Seconds()/float64(b.N), "plain-s")
	b.ReportMetric(own.Seconds()/plain.Seconds(), "own/plain")
	b.ReportMetric(own.Seconds()/ready.Seconds(), "own/plain-ready")
}

func createOwn(ctx context.Context, b *testing.B, name string) time.Duration {
	b.Helper()
	o := Options{Name: name, StateDir: b.TempDir()}
	began := time.Now()
	_, err := Up(ctx, o)
	took := time.Since(began)
	if err := Down(context.WithoutCancel(ctx), o); err != nil {
		b.Error(err)
	}
	if err != nil {
		b.Fatal(err)
	}
	return took
}

// createPlain returns how long kind took, and how long it took until the cluster was ready.
func createPlain(ctx context.Context, b *testing.B, name string) (created, usable time.Duration) {
	b.Helper()
	t, image := inputs(ctx, b)
	path := b.TempDir() + "/kubeconfig"
	provider := kind.NewProvider(kind.ProviderWithDocker())
	defer func() {
		if err := provider.Delete(name, path); err != nil {
			b.Error(err)
		}
	}()
	began := time.Now()
	if err := provider.Create(name, kind.CreateWithV1Alpha4Config(t.Config), kind.CreateWithNodeImage(image),
		kind.CreateWithKubeconfigPath(path)); err != nil {
		b.Fatal(fmt.Errorf("plain kind: %w", err))
	}
	created = time.Since(began)
	config, err := clientcmd.BuildConfigFromFlags("", path)
	if err != nil {
		b.Fatal(err)
	}
	if err := ready.Await(ctx, ready.Cluster{Config: config, Nodes: len(t.Config.Nodes)}, createTimeout); err != nil {
		b.Fatal(err)
	}
	return created, time.Since(began)
}

// inputs returns the default topology, with the patches for this host, and the image.
func inputs(ctx context.Context, b *testing.B) (*topology.Topology, string) {
	b.Helper()
	o := Options{}.withDefaults()
	t, err := topology.Load(o.Topology)
	if err != nil {
		b.Fatal(err)
	}
	h, err := host.Ensure(ctx, host.Options{})
	if err != nil {
		b.Fatal(err)
	}
	image, err := nodeimage.Ensure(ctx, nodeimage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	t.Patch(hostPatches(h))
	return t, image.Ref
}
