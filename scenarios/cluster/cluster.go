package cluster

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/apigroups"
	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/say"
)

// Cluster is a cluster that is up and ready.
type Cluster struct {
	Name           string
	Context        string // of the kubeconfig
	KubeconfigPath string
	Config         *rest.Config
	Ours           bool     // gherkind created it
	Made           bool     // Up has just created it
	Left           bool     // created by a run that should have deleted it at its end, but did not
	How            string   // "created in 31s", "reused", "started again", "recreated because …", "connected"
	HowText        say.Text // How as a translatable text
	Topology       string   // name; empty for an external cluster
	Kubernetes     string   // version of the API server
	Nodes          []Node   // control planes first; without simulated nodes
	Simulated      int      // number of simulated nodes for the current run
	Members        []Member // external etcd members
	Images         Images
	AddOns         []string      // as in Options
	Lacks          []LackedAddOn // add-ons that could not be installed

	present []string // names of the images on the first node
}

// Node is one node of a cluster.
type Node struct {
	Name      string // of the Node object, and of its container in gherkind's own cluster
	Hostname  string // label kubernetes.io/hostname
	Container string // name of the Docker container; empty for an external cluster
	Role      string // "control-plane" or "worker"
	Address   string // its internal IP; that of a kind node can be reached from the Docker host
}

// Again returns the cluster for another run, whose report lists only the images that the run itself uses.
func (c *Cluster) Again() *Cluster {
	again := *c
	again.Images, again.Made, again.Left, again.Simulated = c.Images.Unused(), false, false, 0
	return &again
}

// Images maps image names in manifests to those in a cluster.
type Images = images.Images

// Addresses returns the addresses of the nodes by name.
func (c *Cluster) Addresses() map[string]string {
	addresses := map[string]string{}
	for _, n := range c.Nodes {
		addresses[n.Name] = n.Address
	}
	return addresses
}

// roleLabel is the label of control planes, as set by kubeadm and kind.
const roleLabel = "node-role.kubernetes.io/control-plane"

// inspect adds what only the API server knows.
func (c *Cluster) inspect(ctx context.Context) error {
	client, err := apigroups.New(c.Config)
	if err != nil {
		return fmt.Errorf("make a client for cluster %s: %w", c.Name, err)
	}
	version, err := client.Discovery().ServerVersion()
	if err != nil {
		return fmt.Errorf("ask cluster %s for its version: %w", c.Name, err)
	}
	c.Kubernetes = version.GitVersion
	nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list the nodes of cluster %s: %w", c.Name, err)
	}
	real := simulated.Real(nodes.Items)
	if len(real) > 0 {
		for _, image := range real[0].Status.Images {
			c.present = append(c.present, image.Names...)
		}
	}
	var planes, workers []Node
	for i := range real {
		node := describe(&real[i])
		if c.Ours {
			node.Container = node.Name
		}
		if node.Role == "control-plane" {
			planes = append(planes, node)
		} else {
			workers = append(workers, node)
		}
	}
	c.Nodes = slices.Concat(planes, workers)
	return nil
}

func describe(node *corev1.Node) Node {
	n := Node{Name: node.Name, Hostname: node.Labels[corev1.LabelHostname], Role: "worker"}
	if _, ok := node.Labels[roleLabel]; ok {
		n.Role = "control-plane"
	}
	for _, address := range node.Status.Addresses {
		if address.Type == corev1.NodeInternalIP {
			n.Address = address.Address
			break
		}
	}
	return n
}
