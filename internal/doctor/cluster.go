package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/cluster/outside"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/steps/world"
)

// existing is the cluster of the options, if it exists.
type existing struct {
	name   string
	status *cluster.Status // nil if err is not nil
	err    error
}

func (e existing) exists() bool { return e.status != nil && e.status.Exists }

// down returns the containers of the cluster that are not running, each with its state.
func (e existing) down() []string {
	var down []string
	for _, n := range e.status.Nodes {
		if n.State != "running" {
			down = append(down, n.Name+" is "+n.State)
		}
	}
	return down
}

func lookAtCluster(ctx context.Context, o cluster.Options) existing {
	status, err := cluster.State(ctx, o)
	return existing{name: o.UsedName(), status: status, err: err}
}

// ofCluster checks gherkind's own cluster, and says from where requests from outside the cluster are sent.
func ofCluster(ctx context.Context, o cluster.Options, docker *host.Sight, there existing) []Finding {
	switch {
	case there.err != nil:
		return []Finding{troubled(Problem, "cluster", there.err), asks(docker)}
	case !there.exists():
		return []Finding{ok("cluster", fmt.Sprintf("there is no cluster %s: gherkind run creates it, which takes about a minute", there.name)), asks(docker)}
	case !there.status.Ours:
		return []Finding{problem("cluster", fmt.Sprintf("the kind cluster %s was not created by gherkind, and is left alone", there.name),
			"choose another name (gherkind run --name NAME), or delete it: kind delete cluster --name "+there.name)}
	}
	if down := there.down(); len(down) > 0 {
		return []Finding{warning("cluster", fmt.Sprintf("%s is there, but does not run: %s", there.name, strings.Join(down, ", ")),
			"nothing must be done: gherkind run starts it again; to do it now, type: gherkind cluster up"), asks(docker)}
	}
	c, err := cluster.Peek(ctx, o)
	if err != nil {
		return []Finding{troubled(Warning, "cluster", err), asks(docker)}
	}
	return append(inCluster(ctx, c), reached(outside.Reach(ctx, c.Addresses())))
}

// external checks the cluster of --kubeconfig or --context.
func external(ctx context.Context, o cluster.Options) []Finding {
	c, err := cluster.Connect(ctx, o)
	if err != nil {
		return []Finding{troubled(Problem, "cluster", err)}
	}
	return append(inCluster(ctx, c), ok("outside", "requests are sent from this machine, as the cluster is not gherkind's"))
}

// inCluster checks the nodes as the API server reports them, and what crashed runs left in the cluster.
func inCluster(ctx context.Context, c *cluster.Cluster) []Finding {
	client, err := kube.New(c.Config)
	if err != nil {
		return []Finding{troubled(Problem, "cluster", err)}
	}
	list, err := client.Typed().CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return []Finding{troubled(Problem, "cluster", fmt.Errorf("list the nodes: %w", err))}
	}
	nodes := simulated.Real(list.Items)
	found := []Finding{ok("cluster", fmt.Sprintf("%s answers: Kubernetes %s, %s", c.Name, c.Kubernetes, words.Times("node", len(nodes))))}
	found = append(found, ofNodes(nodes)...)
	return append(found, ofLeftovers(ctx, client))
}

// ofNodes checks readiness and taints.
func ofNodes(nodes []corev1.Node) []Finding {
	var bad []Finding
	workers := 0
	for i := range nodes {
		node := &nodes[i]
		if !isPlane(node) {
			workers++
		}
		switch {
		case !isReady(node):
			bad = append(bad, warning("node", node.Name+" is not ready", "nothing must be done, if a scenario has stopped it just now; else type: gherkind cluster up"))
		case node.Spec.Unschedulable:
			bad = append(bad, warning("node", node.Name+" is cordoned", "unless a scenario that runs has done so, type: kubectl uncordon "+node.Name))
		}
	}
	for i := range nodes {
		if isPlane(&nodes[i]) && workers > 0 && !keepsPods(&nodes[i]) {
			bad = append(bad, warning("node", nodes[i].Name+" is a control plane and takes pods of scenarios: its taint has gone",
				"type: kubectl taint nodes "+nodes[i].Name+" "+planeLabel+"=:NoSchedule"))
		}
	}
	if len(bad) > 0 {
		return bad
	}
	says := "all are ready"
	if workers > 0 {
		says += ", and the control plane takes no pods of scenarios"
	}
	return []Finding{ok("nodes", says)}
}

const planeLabel = "node-role.kubernetes.io/control-plane"

func isPlane(node *corev1.Node) bool { _, is := node.Labels[planeLabel]; return is }

func isReady(node *corev1.Node) bool {
	return slices.ContainsFunc(node.Status.Conditions, func(c corev1.NodeCondition) bool {
		return c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue
	})
}

func keepsPods(node *corev1.Node) bool {
	return slices.ContainsFunc(node.Spec.Taints, func(t corev1.Taint) bool { return t.Key == planeLabel })
}

// ofLeftovers names the ended runs that left namespaces behind. Their Leases say whether a run still goes on.
func ofLeftovers(ctx context.Context, client *kube.Client) Finding {
	namespaces, err := client.Typed().CoreV1().Namespaces().List(ctx, metav1.ListOptions{LabelSelector: world.LabelRun + ",!" + world.LabelKept})
	if err != nil {
		return troubled(Warning, "leftovers", fmt.Errorf("list the namespaces: %w", err))
	}
	living, err := runlock.Renewed(ctx, client)
	if err != nil {
		return troubled(Warning, "leftovers", err)
	}
	left := map[string]int{}
	for i := range namespaces.Items {
		if run := namespaces.Items[i].Labels[world.LabelRun]; !slices.Contains(living, run) {
			left[run]++
		}
	}
	return leftovers(left, living)
}

func leftovers(left map[string]int, living []string) Finding {
	running := ""
	if len(living) > 0 {
		running = fmt.Sprintf(" (%s on it now)", words.Times("run", len(living)))
	}
	if len(left) == 0 {
		return ok("leftovers", "none of dead runs"+running)
	}
	var held []string
	for run, n := range left {
		held = append(held, fmt.Sprintf("%s of run %s", words.Times("namespace", n), run))
	}
	slices.Sort(held)
	return warning("leftovers", strings.Join(held, ", ")+running, "nothing must be done: the next gherkind run on this cluster removes them first")
}

// asks predicts from where requests from outside the cluster will be sent when there is no node yet to try.
func asks(docker *host.Sight) Finding {
	if docker.Local && !docker.Rootless && !docker.Desktop {
		return ok("outside", "requests from outside the cluster are sent from this machine, if nodes can be reached from it")
	}
	return ok("outside", "requests from outside the cluster are sent from a container on its network, as nodes cannot be reached from this machine")
}

func reached(err error) Finding {
	if err == nil {
		return ok("outside", "requests from outside the cluster are sent from this machine: its nodes can be reached")
	}
	if errors.Is(err, context.Canceled) {
		return troubled(Warning, "outside", err)
	}
	return ok("outside", "requests from outside the cluster are sent from a container on its network, as nodes cannot be reached from this machine")
}
