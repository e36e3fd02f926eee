package cluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	kind "sigs.k8s.io/kind/pkg/cluster"
)

// kubeconfigPath is the cluster's own kubeconfig. The user's is left alone.
func (w wanted) kubeconfigPath() (string, error) {
	path, err := filepath.Abs(filepath.Join(w.options.StateDir, w.options.Name+".kubeconfig"))
	if err != nil {
		return "", fmt.Errorf("find the state folder: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", fmt.Errorf("make the state folder: %w", err)
	}
	return path, nil
}

// kubeconfig is that of the cluster, as its first control plane has it.
func (w wanted) kubeconfig() (text string, config *rest.Config, err error) {
	text, err = kind.NewProvider(kind.ProviderWithDocker()).KubeConfig(w.options.Name, false)
	if err != nil {
		return "", nil, &EnvironmentError{Doing: fmt.Sprintf("read the kubeconfig of cluster %s from its node", w.options.Name), Err: err}
	}
	config, err = clientcmd.RESTConfigFromKubeConfig([]byte(text))
	if err != nil {
		return "", nil, fmt.Errorf("read the kubeconfig of cluster %s: %w", w.options.Name, err)
	}
	return text, config, nil
}

// finish connects to the cluster, waits until it is ready, and fills in what
// is known of it. woken are the nodes that were frozen, and until when.
func (w wanted) finish(ctx context.Context, woken map[string]time.Time, timeout time.Duration, how func() string) (*Cluster, error) {
	path, err := w.kubeconfigPath()
	if err != nil {
		return nil, err
	}
	text, config, err := w.kubeconfig()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("keep the kubeconfig: %w", err)
	}
	have, err := containersOf(ctx, w.options.Name)
	if err != nil {
		return nil, err
	}
	w.options.Progress.Step("wait for every node, the network and DNS to be ready")
	if err := awaitReady(ctx, config, len(w.topology.Config.Nodes), lives(have, woken), timeout); err != nil {
		return nil, err
	}
	if !w.topology.Config.Networking.DisableDefaultCNI { // what another network does is its own business
		if err := awaitRoutes(ctx, config); err != nil {
			return nil, err
		}
	}
	c := &Cluster{
		Name: w.options.Name, Context: "kind-" + w.options.Name, KubeconfigPath: path,
		Config: config, Ours: true, Topology: w.topology.Name,
	}
	if c.Members, err = w.members(); err != nil {
		return nil, err
	}
	if err := c.inspect(ctx); err != nil {
		return nil, &EnvironmentError{Doing: "look at cluster " + w.options.Name, Err: err}
	}
	if err := w.workloadImages(ctx, c); err != nil {
		return nil, err
	}
	c.How = how()
	w.options.Progress.Done(fmt.Sprintf("cluster %s: %s, Kubernetes %s, %d nodes", c.Name, c.How, c.Kubernetes, len(c.Nodes)))
	return c, nil
}
