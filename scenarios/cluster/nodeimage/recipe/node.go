package recipe

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// BalancerPath is the folder of a program called envoy. It is not in the PATH of a node, because only the container of the load
// balancer, which is created from the node image, uses the program.
const BalancerPath = "/usr/local/lib/gherkind"

// NodePrograms creates the layer with the programs that kind's base image adds to Debian: the container runtime, its tools and the
// network plugins.
func NodePrograms(ctx context.Context, programs, file string) (layer.Layer, error) {
	spec, err := baseSpec(ctx, filepath.Join(programs, "ctr"))
	if err != nil {
		return layer.Layer{}, err
	}
	w, err := layer.Create(file)
	if err != nil {
		return layer.Layer{}, err
	}
	for _, dir := range []struct {
		path  string
		names []string
	}{
		{"usr/local/bin", []string{"containerd", "containerd-shim-runc-v2", "crictl", "ctr"}},
		{"usr/local/sbin", []string{"runc"}},
		{"opt/cni/bin", []string{"host-local", "loopback", "portmap", "ptp"}},
	} {
		for _, name := range dir.names {
			w.Copy(dir.path+"/"+name, 0o755, filepath.Join(programs, name))
		}
	}
	w.Copy(strings.TrimPrefix(BalancerPath, "/")+"/envoy", 0o755, filepath.Join(programs, "balancer"))
	w.File("etc/containerd/cri-base.json", 0o644, spec)
	return w.Close()
}

// baseSpec returns the OCI specification on which containerd bases every container of a node. As in kind's images/base/Dockerfile,
// it is containerd's default without resource limits, plus kind's hook that hides the identity of the host's hardware.
func baseSpec(ctx context.Context, ctr string) ([]byte, error) {
	out, err := command.New(ctr, "oci", "spec").Output(ctx)
	if err != nil {
		return nil, fmt.Errorf("make the base specification of containers: %w", err)
	}
	return adaptSpec([]byte(out))
}

func adaptSpec(spec []byte) ([]byte, error) {
	var doc map[string]any
	if err := json.Unmarshal(spec, &doc); err != nil {
		return nil, fmt.Errorf("read the base specification of containers: %w", err)
	}
	process, ok := doc["process"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("read the base specification of containers: it has no process")
	}
	delete(process, "rlimits")
	hooks, _ := doc["hooks"].(map[string]any)
	if hooks == nil {
		hooks = map[string]any{}
	}
	create, _ := hooks["createContainer"].([]any)
	hooks["createContainer"] = append(create, map[string]any{"path": "/kind/bin/mount-product-files.sh"})
	doc["hooks"] = hooks
	return json.MarshalIndent(doc, "", "    ")
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
