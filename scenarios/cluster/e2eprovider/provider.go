// Package e2eprovider gives tests written with e2e-framework (sigs.k8s.io/e2e-framework) one of gherkind's clusters: created,
// reused and restarted as by [cluster.Up], on Linux, macOS and Windows, with or without a registry.
//
// It is a separate package, so that only programs that use e2e-framework link it.
package e2eprovider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/e2e-framework/klient"
	"sigs.k8s.io/e2e-framework/support"
	kind "sigs.k8s.io/kind/pkg/cluster"

	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/cluster/ready"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Provider is a cluster provider. Its cluster is ready on all nodes when Create returns, and is deleted only if this provider
// created it. It implements support.E2EClusterProvider with image loading.
type Provider struct {
	options cluster.Options
	cluster *cluster.Cluster // nil before Create
	created bool
}

var _ support.E2EClusterProviderWithImageLoader = (*Provider)(nil)

// New returns a provider with the given options. e2e-framework sets the name with WithName.
func New(o cluster.Options) *Provider { return &Provider{options: o} }

// WithName implements support.E2EClusterProvider.
func (p *Provider) WithName(name string) support.E2EClusterProvider {
	p.options.Name = name
	return p
}

// WithVersion implements support.E2EClusterProvider. The version is that of the kind command, which is not used, so
// it has no effect; the version of Kubernetes is Options.Kubernetes.
func (p *Provider) WithVersion(string) support.E2EClusterProvider { return p }

// WithPath implements support.E2EClusterProvider. The kind command is not used, so
// its path has no effect.
func (p *Provider) WithPath(string) support.E2EClusterProvider { return p }

// WithOpts implements support.E2EClusterProvider.
func (p *Provider) WithOpts(opts ...support.ClusterOpts) support.E2EClusterProvider {
	for _, opt := range opts {
		opt(p)
	}
	return p
}

// SetDefaults implements support.E2EClusterProvider. The zero values of the options are the defaults already.
func (p *Provider) SetDefaults() support.E2EClusterProvider { return p }

// Create implements support.E2EClusterProvider: it returns the path of the
// kubeconfig. Arguments for the kind command are refused, because it is not used.
func (p *Provider) Create(ctx context.Context, args ...string) (string, error) {
	if len(args) > 0 {
		return "", fmt.Errorf("create cluster %s: arguments %q are not supported; use CreateWithConfig", p.options.Own(), args)
	}
	before, err := cluster.State(ctx, p.options)
	existed := err == nil && before.Exists
	if p.cluster, err = cluster.Up(ctx, p.options); err != nil {
		return "", err
	}
	p.created = !existed
	return p.cluster.KubeconfigPath, nil
}

// CreateWithConfig implements support.E2EClusterProvider with a kind
// configuration file.
func (p *Provider) CreateWithConfig(ctx context.Context, configFile string) (string, error) {
	p.options.Topology = configFile
	return p.Create(ctx)
}

// GetKubeconfig implements support.E2EClusterProvider; "" before Create.
func (p *Provider) GetKubeconfig() string {
	if p.cluster == nil {
		return ""
	}
	return p.cluster.KubeconfigPath
}

// GenerateKubeconfig implements support.E2EClusterProvider.
func (p *Provider) GenerateKubeconfig(...string) (string, error) {
	if p.cluster == nil {
		return "", errNotCreated
	}
	return p.cluster.KubeconfigPath, nil
}

// readyTimeout is the time limit for a cluster to become ready again.
const readyTimeout = 3 * time.Minute

var errNotCreated = errors.New("the cluster has not been created yet")

// GetKubectlContext implements support.E2EClusterProvider.
func (p *Provider) GetKubectlContext() string {
	if p.cluster == nil {
		return ""
	}
	return p.cluster.Context
}

// ExportLogs implements support.E2EClusterProvider with kind's log export.
func (p *Provider) ExportLogs(_ context.Context, dest string) error {
	if p.cluster == nil {
		return errNotCreated
	}
	if err := kind.NewProvider(kind.ProviderWithDocker()).CollectLogs(p.cluster.Name, dest); err != nil {
		return fmt.Errorf("export the logs of cluster %s: %w", p.cluster.Name, err)
	}
	return nil
}

// Destroy implements support.E2EClusterProvider. A cluster that existed
// before Create is kept.
func (p *Provider) Destroy(ctx context.Context) error {
	if p.cluster == nil || !p.created {
		return nil
	}
	return cluster.Down(ctx, p.options)
}

// WaitForControlPlane implements support.E2EClusterProvider. Create has
// already waited for more than that, so it only checks again whether everything is ready.
func (p *Provider) WaitForControlPlane(ctx context.Context, client klient.Client) error {
	if p.cluster == nil {
		return errNotCreated
	}
	return ready.Await(ctx, ready.Cluster{Config: client.RESTConfig(), Nodes: len(p.cluster.Nodes)}, readyTimeout)
}

// KubernetesRestConfig implements support.E2EClusterProvider; nil before Create.
func (p *Provider) KubernetesRestConfig() *rest.Config {
	if p.cluster == nil {
		return nil
	}
	return p.cluster.Config
}

// LoadImage implements support.E2EClusterProviderWithImageLoader: it loads an image from the local Docker, which pulls it if
// necessary, into all nodes.
func (p *Provider) LoadImage(ctx context.Context, image string, _ ...string) error {
	if p.cluster == nil {
		return errNotCreated
	}
	// Options.Registry is not used: it is for published images, but this image is chosen by the caller.
	return images.Loader{Progress: host.OrSilent(p.options.Progress)}.Load(ctx, p.cluster.Name, image)
}

// LoadImageArchive implements support.E2EClusterProviderWithImageLoader.
func (p *Provider) LoadImageArchive(ctx context.Context, archive string, _ ...string) error {
	if p.cluster == nil {
		return errNotCreated
	}
	return images.LoadArchive(ctx, p.cluster.Name, archive)
}
