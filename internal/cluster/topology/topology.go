// Package topology reads the topology of a cluster: a plain kind configuration, to which settings for this host are added in
// memory.
package topology

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"
	"sigs.k8s.io/kind/pkg/apis/config/v1alpha4"

	kindconfig "github.com/gherkind/gherkind/kind-config"
)

// Default is the topology that is used if none is named.
const Default = "multi-node"

// Topology is a kind configuration with a name.
type Topology struct {
	Name   string // "multi-node"
	Config *v1alpha4.Cluster
}

// Load reads a topology by name, from those built into gherkind, or from a file if the name is a path or ends in .yaml. "" means
// Default.
func Load(name string) (*Topology, error) {
	if name == "" {
		name = Default
	}
	data, path, err := read(name)
	if err != nil {
		return nil, err
	}
	config := &v1alpha4.Cluster{}
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	decoder.KnownFields(true)
	if err := decoder.Decode(config); err != nil {
		return nil, fmt.Errorf("read topology %s: %s", path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(config.Nodes) == 0 {
		return nil, fmt.Errorf("read topology %s: it has no nodes", path)
	}
	v1alpha4.SetDefaultsCluster(config)
	return &Topology{Name: strings.TrimSuffix(filepath.Base(path), ".yaml"), Config: config}, nil
}

func read(name string) (data []byte, path string, err error) {
	if strings.ContainsRune(name, os.PathSeparator) || strings.HasSuffix(name, ".yaml") {
		data, err = os.ReadFile(name)
		if err != nil {
			return nil, name, fmt.Errorf("read topology: %w", err)
		}
		return data, name, nil
	}
	path = name + ".yaml"
	data, err = kindconfig.FS.ReadFile(path)
	if err != nil {
		return nil, path, fmt.Errorf("no topology %q; there are %s, or name a file", name, strings.Join(Names(), ", "))
	}
	return data, path, nil
}

// Names returns the names of the built-in topologies.
func Names() []string {
	files, err := fs.Glob(kindconfig.FS, "*.yaml")
	if err != nil {
		return nil // the pattern is a valid constant
	}
	var names []string
	for _, file := range files {
		if name := strings.TrimSuffix(file, ".yaml"); name != "images" {
			names = append(names, name)
		}
	}
	return names
}

// Patch adds a kubeadm patch, or a containerd patch, for all nodes.
func (t *Topology) Patch(kubeadm, containerd []string) {
	t.Config.KubeadmConfigPatches = append(t.Config.KubeadmConfigPatches, kubeadm...)
	t.Config.ContainerdConfigPatches = append(t.Config.ContainerdConfigPatches, containerd...)
}

// Hash identifies the configuration of a cluster with all patches, and the node image. Comments and the order of keys in the file
// do not matter.
func (t *Topology) Hash(nodeImage string) (string, error) {
	data, err := json.Marshal(t.Config)
	if err != nil {
		return "", fmt.Errorf("write topology %s: %w", t.Name, err)
	}
	sum := sha256.Sum256(append(data, nodeImage...))
	return hex.EncodeToString(sum[:])[:12], nil
}
