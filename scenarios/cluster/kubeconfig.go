package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	kind "sigs.k8s.io/kind/pkg/cluster"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// kubeconfigPath returns the path of the cluster's own kubeconfig. The user's kubeconfig is never changed.
func (w desired) kubeconfigPath() (string, error) {
	path, err := filepath.Abs(filepath.Join(w.options.StateDir, w.options.Name+".kubeconfig"))
	if err != nil {
		return "", fmt.Errorf("find the state folder: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", fmt.Errorf("make the state folder: %w", err)
	}
	return path, nil
}

// kubeconfig returns the configuration of the cluster, and its file. To get it from kind takes many calls of docker and a process
// in the node, so kind is asked only if the file does not belong to the present containers.
func (w desired) kubeconfig(have []docker.Container) (path string, config *rest.Config, err error) {
	if path, err = w.kubeconfigPath(); err != nil {
		return "", nil, err
	}
	origin := originOf(have)
	if config = kept(path, origin); config != nil {
		return path, config, nil
	}
	text, err := kind.NewProvider(kind.ProviderWithDocker()).KubeConfig(w.options.Name, false)
	if err != nil {
		return "", nil, &EnvironmentError{Doing: fmt.Sprintf("read the kubeconfig of cluster %s from its node", w.options.Name), Err: err}
	}
	config, err = clientcmd.RESTConfigFromKubeConfig([]byte(text))
	if err != nil {
		return "", nil, fmt.Errorf("read the kubeconfig of cluster %s: %w", w.options.Name, err)
	}
	if err := os.WriteFile(path, []byte(origin+text), 0o600); err != nil {
		return "", nil, fmt.Errorf("keep the kubeconfig: %w", err)
	}
	return path, config, nil
}

// originOf returns a comment that identifies the containers of a kubeconfig: those in which the API server answers, with their
// ports on this machine.
func originOf(have []docker.Container) string {
	var origin strings.Builder
	for _, c := range have {
		if c.API != "" {
			fmt.Fprintf(&origin, "# container %s, %s\n", c.ID, c.API)
		}
	}
	return origin.String()
}

// kept returns the kubeconfig in a file if it has that origin; otherwise nil.
func kept(path, origin string) *rest.Config {
	data, err := os.ReadFile(path)
	if err != nil || origin == "" || !strings.HasPrefix(string(data), origin) {
		return nil
	}
	config, err := clientcmd.RESTConfigFromKubeConfig(data)
	if err != nil {
		return nil // the file is damaged
	}
	return config
}
