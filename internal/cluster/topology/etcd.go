package topology

import (
	"fmt"
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"
)

// External says how the control planes reach external etcd members, as in kubeadm's ClusterConfiguration.
type External struct {
	Endpoints []string `yaml:"endpoints"`
	CAFile    string   `yaml:"caFile"`
	CertFile  string   `yaml:"certFile"`
	KeyFile   string   `yaml:"keyFile"`
}

// ExternalEtcd returns the external etcd from the kubeadm patches; nil if each control plane has its own member.
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

// Members returns the names of the etcd members: the hosts of their endpoints.
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

// NameEtcd prefixes the names of the etcd members with the cluster's name, because other clusters of the same topology have
// members on the same network.
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
