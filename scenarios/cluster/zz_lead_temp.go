package cluster

// TEMPORARY file of the lead, so that the runner can be tried before this
// package is written. Delete it when the real one is here.

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

type Source string
type Options struct {
	Kubeconfig, Context, Name, Topology, Checkout, StateDir string
	Source                                                  Source
	Progress                                                Progress
}
type Progress interface {
	Step(what string)
	Done(detail string)
	Info(line string)
}
type Node struct{ Name, Container, Role, Address string }
type Images struct{}

func (Images) Map(s string) string {
	if v, ok := map[string]string{"busybox": "gherkind.local/busybox:debian-1.35", "nginx": "gherkind.local/nginx:debian-1.22", "stress": "gherkind.local/stress:debian-1.0", "agnhost": "gherkind.local/agnhost:src"}[s]; ok {
		return v
	}
	return s
}
func (Images) Used() map[string]string { return nil }

type Cluster struct {
	Name, Context, KubeconfigPath string
	Config                        *rest.Config
	Ours                          bool
	How, Kubernetes               string
	Nodes                         []Node
	Images                        Images
}
type EnvironmentError struct {
	Doing, Advice string
	Err           error
}

func (e *EnvironmentError) Error() string { return e.Err.Error() }

func Up(ctx context.Context, o Options) (*Cluster, error) {
	cfg, err := clientcmd.BuildConfigFromFlags("", "/tmp/w/proto/kubeconfig")
	if err != nil {
		return nil, err
	}
	cs, err := kubernetes.NewForConfig(cfg)
	if err != nil {
		return nil, err
	}
	c := &Cluster{Name: "gherkind-proto", Config: cfg, Kubernetes: "v1.37.2", How: "temp"}
	l, err := cs.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	for _, n := range l.Items {
		role := "worker"
		if _, ok := n.Labels["node-role.kubernetes.io/control-plane"]; ok {
			role = "control-plane"
		}
		c.Nodes = append(c.Nodes, Node{Name: n.Name, Role: role, Address: n.Status.Addresses[0].Address})
	}
	return c, nil
}
func Down(context.Context, Options) error             { return nil }
func State(context.Context, Options) (*Status, error) { return &Status{}, nil }

type Status struct{}

func (*Status) String() string { return "" }
