package cluster

import (
	"context"
	"fmt"
	"path/filepath"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	kind "sigs.k8s.io/kind/pkg/cluster"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// Peek connects to gherkind's own cluster, whose containers must be running. It writes nothing, not even the kubeconfig, which
// may be missing in this folder. Its error is an [*EnvironmentError].
func Peek(ctx context.Context, o Options) (*Cluster, error) {
	o = o.withDefaults()
	have, err := docker.OfCluster(ctx, o.Name)
	if err != nil {
		return nil, err
	}
	config := kept(filepath.Join(o.StateDir, o.Name+".kubeconfig"), originOf(have))
	if config == nil {
		if config, err = askedOfKind(o.Name); err != nil {
			return nil, &EnvironmentError{Doing: "read the kubeconfig of cluster " + o.Name + " from its node", Err: err}
		}
	}
	c := &Cluster{Name: o.Name, Context: "kind-" + o.Name, Config: quick(config), Ours: true}
	if err := c.inspect(ctx); err != nil {
		return nil, &EnvironmentError{Doing: "look at cluster " + o.Name, Err: err, Advice: "type: gherkind cluster up, which repairs or recreates it"}
	}
	return c, nil
}

func askedOfKind(name string) (*rest.Config, error) {
	text, err := kind.NewProvider(kind.ProviderWithDocker()).KubeConfig(name, false)
	if err != nil {
		return nil, err
	}
	config, err := clientcmd.RESTConfigFromKubeConfig([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("read it: %w", err)
	}
	return config, nil
}
