package topology

import (
	"fmt"
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"
)

// External is how the control planes reach members of etcd that are not theirs:
// the part of kubeadm's ClusterConfiguration that says so.
type External struct {
	Endpoints []string `yaml:"endpoints"`
	CAFile    string   `yaml:"caFile"`
	CertFile  string   `yaml:"certFile"`
	KeyFile   string   `yaml:"keyFile"`
}

// ExternalEtcd reads the external etcd out of the kubeadm patches; nil when each
// control plane has a member of its own.
func (t *Topology) ExternalEtcd() (*External, error) {
	for _, patch := range t.Config.KubeadmConfigPatches {
		var doc struct {
			Etcd struct {
				External *External `yaml:"external"`
			} `yaml:"etcd"`
		}
		if err := yaml.Unmarshal([]byte(patch), &doc); err != nil {
			return nil, fmt.Errorf("read the kubeadm patches of topology %s: %w", t.Name, err)
		}
		if doc.Etcd.External != nil {
			return doc.Etcd.External, nil
		}
	}
	return nil, nil //nolint:nilnil // most topologies have none, which is not an error
}

// Members names the members of etcd by the hosts of their endpoints.
func (e *External) Members() ([]string, error) {
	if e == nil {
		return nil, nil
	}
	var names []string
	for _, endpoint := range e.Endpoints {
		at, err := url.Parse(endpoint)
		if err != nil || at.Scheme != "https" || at.Port() != "2379" || at.Hostname() == "" {
			return nil, fmt.Errorf("the endpoint %q of the external etcd must be https://NAME:2379, where gherkind starts a member called NAME", endpoint)
		}
		names = append(names, at.Hostname())
	}
	if e.CAFile == "" || e.CertFile == "" || e.KeyFile == "" {
		return nil, fmt.Errorf("the external etcd needs caFile, certFile and keyFile: gherkind puts the certificates there")
	}
	return names, nil
}

// NameEtcd puts a cluster's name before the names of its etcd members: other
// clusters of the same topology have theirs on the same network.
func (t *Topology) NameEtcd(cluster string) error {
	external, err := t.ExternalEtcd()
	if err != nil {
		return err
	}
	members, err := external.Members()
	if err != nil {
		return fmt.Errorf("read topology %s: %w", t.Name, err)
	}
	for i, patch := range t.Config.KubeadmConfigPatches {
		for _, member := range members {
			patch = strings.ReplaceAll(patch, "https://"+member+":2379", "https://"+cluster+"-"+member+":2379")
		}
		t.Config.KubeadmConfigPatches[i] = patch
	}
	return nil
}
