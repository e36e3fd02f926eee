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
	"github.com/gherkind/gherkind/internal/say"
)

// Cluster is a cluster that is up and ready.
type Cluster struct {
	Name           string
	Context        string // of the kubeconfig
	KubeconfigPath string
	Config         *rest.Config
	Ours           bool     // gherkind created it
	Made           bool     // Up did, just now
	Left           bool     // a run made it that was to delete it at its end, and did not
	How            string   // "created in 31s", "reused", "started again", "recreated because …", "connected"
	HowText        say.Text // How, to be told in any language
	Topology       string   // name; empty when it is not ours
	Kubernetes     string   // version of the API server
	Nodes          []Node   // control planes first
	Members        []Member // of an etcd outside the control planes
	Images         Images
	AddOns         []string      // those of Options
	Lacks          []LackedAddOn // those that could not be brought

	present []string // names of the images that the first node has
}

// Node is one node of a cluster.
type Node struct {
	Name      string // of the Node object, and of its container when the cluster is ours
	Hostname  string // label kubernetes.io/hostname
	Container string // name of the Docker container; empty when the cluster is not ours
	Role      string // "control-plane" or "worker"
	Address   string // its internal IP; of a kind node, it answers from the Docker host
}

// Again is the cluster for one more run, in whose report only the images count that it uses itself.
func (c *Cluster) Again() *Cluster {
	again := *c
	again.Images, again.Made, again.Left = c.Images.Unused(), false, false
	return &again
}

// Images maps the names of images in manifests to those of a cluster.
type Images = images.Images

// Addresses are those of the nodes, by their names.
func (c *Cluster) Addresses() map[string]string {
	addresses := map[string]string{}
	for _, n := range c.Nodes {
		addresses[n.Name] = n.Address
	}
	return addresses
}

// roleLabel marks control planes, as kubeadm and kind set it.
const roleLabel = "node-role.kubernetes.io/control-plane"

// inspect fills in what only the API server knows.
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
	if len(nodes.Items) > 0 {
		for _, image := range nodes.Items[0].Status.Images {
			c.present = append(c.present, image.Names...)
		}
	}
	var planes, workers []Node
	for i := range nodes.Items {
		node := describe(&nodes.Items[i])
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
