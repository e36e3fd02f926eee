package etcd

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// Role is kind's role for the container of an external etcd member. kind only defines it.
const Role = "external-etcd"

// Folders in the container of a member.
const (
	pki  = "/etc/etcd/pki"
	data = "/var/lib/etcd"
)

// Set has the members of a cluster's external etcd.
type Set struct {
	cluster string
	names   []string
	ca      *authority
}

// New returns a new etcd for a cluster, with its own certificates. It starts nothing. The names are those of the members without
// the cluster's prefix.
func New(cluster string, names []string) (*Set, error) {
	ca, err := newAuthority(cluster + "-etcd-ca")
	if err != nil {
		return nil, err
	}
	return &Set{cluster: cluster, names: names, ca: ca}, nil
}

// Container returns the name of a member's container, which is also its host name.
func Container(cluster, member string) string { return cluster + "-" + member }

// ForControlPlanes returns the files that an API server needs to connect to the members, by their paths in the node. They include
// the key of the CA, because kind copies it from the first control plane to the others.
func (s *Set) ForControlPlanes(caFile, certFile, keyFile string) (map[string][]byte, error) {
	client, err := s.ca.client(s.cluster + "-apiserver-etcd-client")
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		caFile: s.ca.pair.certificate,
		strings.TrimSuffix(caFile, path.Ext(caFile)) + ".key": s.ca.pair.key,
		certFile: client.certificate,
		keyFile:  client.key,
	}, nil
}

// Start starts the members on a Docker network, from an image with etcd and etcdctl. It does not wait until they have formed a
// cluster. If it fails, what it has created is deleted with the kind cluster.
func (s *Set) Start(ctx context.Context, network, image string) error {
	for _, name := range s.names {
		if err := s.start(ctx, name, network, image); err != nil {
			return fmt.Errorf("start etcd member %s: %w", name, err)
		}
	}
	return nil
}

func (s *Set) start(ctx context.Context, name, network, image string) error {
	host := Container(s.cluster, name)
	certificate, err := s.ca.member(host)
	if err != nil {
		return err
	}
	args := []string{
		"create", "--name", host, "--hostname", host, "--network", network, "--entrypoint", "etcd", "--volume", data,
		"--restart", "on-failure:1", // as for kind's nodes
		"--label", docker.ClusterLabel + "=" + s.cluster, "--label", docker.RoleLabel + "=" + Role,
	}
	for _, setting := range s.settings(name) {
		args = append(args, "--env", setting)
	}
	if err := docker.Command(append(args, image)...).Run(ctx); err != nil {
		return err
	}
	err = docker.CopyInto(ctx, host, map[string][]byte{
		pki + "/ca.crt": s.ca.pair.certificate, pki + "/member.crt": certificate.certificate, pki + "/member.key": certificate.key,
	})
	if err != nil {
		return err
	}
	return docker.Start(ctx, host)
}

// settings returns the configuration of etcd, and of etcdctl for people who enter the container, as environment variables:
// https://etcd.io/docs/v3.6/op-guide/configuration.
func (s *Set) settings(name string) []string {
	host := Container(s.cluster, name)
	var peers []string
	for _, peer := range s.names {
		peers = append(peers, fmt.Sprintf("%s=https://%s:2380", peer, Container(s.cluster, peer)))
	}
	ca, certificate, key := pki+"/ca.crt", pki+"/member.crt", pki+"/member.key"
	return []string{
		"ETCD_NAME=" + name,
		"ETCD_DATA_DIR=" + data + "/data",
		"ETCD_INITIAL_CLUSTER=" + strings.Join(peers, ","),
		"ETCD_INITIAL_CLUSTER_STATE=new",
		"ETCD_INITIAL_CLUSTER_TOKEN=" + s.cluster,
		"ETCD_LISTEN_CLIENT_URLS=https://0.0.0.0:2379",
		"ETCD_ADVERTISE_CLIENT_URLS=https://" + host + ":2379",
		"ETCD_LISTEN_PEER_URLS=https://0.0.0.0:2380",
		"ETCD_INITIAL_ADVERTISE_PEER_URLS=https://" + host + ":2380",
		"ETCD_CLIENT_CERT_AUTH=true", "ETCD_TRUSTED_CA_FILE=" + ca, "ETCD_CERT_FILE=" + certificate, "ETCD_KEY_FILE=" + key,
		"ETCD_PEER_CLIENT_CERT_AUTH=true", "ETCD_PEER_TRUSTED_CA_FILE=" + ca, "ETCD_PEER_CERT_FILE=" + certificate, "ETCD_PEER_KEY_FILE=" + key,
		"ETCDCTL_ENDPOINTS=https://localhost:2379", "ETCDCTL_CACERT=" + ca, "ETCDCTL_CERT=" + certificate, "ETCDCTL_KEY=" + key,
	}
}
