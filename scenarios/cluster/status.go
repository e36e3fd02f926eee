package cluster

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/mark"
)

// Status is the state of a cluster, whether it is running or not.
type Status struct {
	Name       string
	Exists     bool
	Ours       bool
	Topology   string // name; "" for an external cluster
	Kubernetes string // "" when the API server does not answer
	Kubeconfig string // path; "" if there is none
	Age        time.Duration
	Nodes      []NodeStatus
	Trouble    string // why it cannot be used
}

// NodeStatus is one node's container, or one node of an external cluster.
type NodeStatus struct{ Name, Role, State, Address string }

// State reads the state of a cluster and changes nothing.
func State(ctx context.Context, o Options) (*Status, error) {
	o = o.withDefaults()
	if err := o.asked(); err != nil {
		return nil, err
	}
	if o.Foreign() {
		return externalState(ctx, o)
	}
	s := &Status{Name: o.Name}
	have, err := docker.OfCluster(ctx, o.Name)
	if err != nil {
		return nil, &EnvironmentError{Doing: "look for cluster " + o.Name, Advice: "is Docker running? `gherkind cluster up` starts what is missing", Err: err}
	}
	if len(have) == 0 {
		return s, nil
	}
	s.Exists, s.Age = true, time.Since(have[0].Created)
	for _, c := range have {
		s.Nodes = append(s.Nodes, NodeStatus{Name: c.Name, Role: c.Role, State: c.Status})
		if topology, _, ours := mark.Read(c.Image); ours {
			s.Ours, s.Topology = true, topology
		}
	}
	s.Kubeconfig = filepath.Join(o.StateDir, o.Name+".kubeconfig")
	s.ask(ctx, have)
	return s, nil
}

// ask adds the information from the API server, if it answers.
func (s *Status) ask(ctx context.Context, have []docker.Container) {
	for _, c := range have {
		if !c.Running {
			s.Trouble = fmt.Sprintf("node %s is %s; `gherkind cluster up` starts it again", c.Name, c.Status)
			return
		}
	}
	config, err := clientcmd.BuildConfigFromFlags("", s.Kubeconfig)
	if err != nil {
		s.Kubeconfig, s.Trouble = "", "no kubeconfig here; `gherkind cluster up` writes it"
		return
	}
	c := &Cluster{Name: s.Name, Config: quick(config)}
	if err := c.inspect(ctx); err != nil {
		s.Trouble = err.Error()
		return
	}
	s.Kubernetes = c.Kubernetes
	for i := range s.Nodes {
		for _, n := range c.Nodes {
			if n.Name == s.Nodes[i].Name {
				s.Nodes[i].Address = n.Address
			}
		}
	}
}

func externalState(ctx context.Context, o Options) (*Status, error) {
	c, err := connect(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &Status{Name: c.Name, Exists: true, Kubernetes: c.Kubernetes, Kubeconfig: o.Kubeconfig}
	for _, n := range c.Nodes {
		s.Nodes = append(s.Nodes, NodeStatus{Name: n.Name, Role: n.Role, Address: n.Address})
	}
	return s, nil
}

// String formats the status for people.
func (s *Status) String() string {
	if !s.Exists {
		return fmt.Sprintf("there is no cluster %s; `gherkind cluster up` creates it\n", s.Name)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "cluster %s: %s\n", s.Name, strings.Join(s.facts(), ", "))
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, n := range s.Nodes {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", n.Name, n.Role, n.State, n.Address)
	}
	if err := table.Flush(); err != nil {
		return err.Error() // a strings.Builder never fails
	}
	if s.Trouble != "" {
		fmt.Fprintf(&text, "  %s\n", s.Trouble)
	}
	if s.Kubeconfig != "" {
		fmt.Fprintf(&text, "  export KUBECONFIG=%s\n", s.Kubeconfig)
	}
	return text.String()
}

func (s *Status) facts() []string {
	var facts []string
	if s.Kubernetes != "" {
		facts = append(facts, "Kubernetes "+s.Kubernetes)
	}
	switch {
	case s.Ours:
		facts = append(facts, "topology "+s.Topology)
	default:
		facts = append(facts, "not created by gherkind")
	}
	if s.Age > 0 {
		facts = append(facts, s.Age.Round(time.Minute).String()+" old")
	}
	return facts
}
