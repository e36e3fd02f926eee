package ready

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/apigroups"
	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// routesEvery is how often the routes of the nodes are read: they cannot be watched.
const routesEvery = 500 * time.Millisecond

// routesTimeout is how long the network may take to set its routes on ready nodes. If Docker assigns other addresses to restarted
// nodes, the API server takes up to 15s to update its own address in the service "kubernetes", which the network uses.
const routesTimeout = 2 * time.Minute

// Routes returns when every node has a route to the pods of every other node. Ready pods of the network are not enough: a network
// that has not seen a node's new address sends packets to another node, or out of the cluster.
func Routes(ctx context.Context, config *rest.Config) error {
	client, err := apigroups.New(config)
	if err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	var missing []string
	var failed error
	err = wait.PollUntilContextTimeout(ctx, routesEvery, routesTimeout, true, func(ctx context.Context) (bool, error) {
		missing, failed = lookAtRoutes(ctx, client)
		return failed == nil && len(missing) == 0, nil
	})
	if err == nil {
		return nil
	}
	return &host.EnvironmentError{
		Doing:  fmt.Sprintf("wait %s for the network between the nodes", routesTimeout),
		Advice: "look at the logs of the pods app=kindnet in namespace kube-system",
		Err:    errors.Join(failed, errors.New(strings.Join(missing, "; "))),
	}
}

func lookAtRoutes(ctx context.Context, client clients) (missing []string, err error) {
	list, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list the nodes: %w", err)
	}
	nodes := simulated.Real(list.Items)
	routes := make([]string, len(nodes))
	errs := make([]error, len(nodes))
	var group sync.WaitGroup
	for i := range nodes {
		group.Go(func() {
			routes[i], errs[i] = docker.ExecOutput(ctx, nodes[i].Name, "sh", "-c", "ip -4 route; ip -6 route")
		})
	}
	group.Wait()
	for i := range nodes {
		missing = append(missing, missingRoutes(nodes, i, routes[i])...)
	}
	return missing, errors.Join(errs...)
}

// missingRoutes returns the nodes to whose pods another node has no route, or a wrong one, according to its output of ip route.
func missingRoutes(nodes []corev1.Node, from int, routes string) []string {
	have := map[string]bool{}
	for line := range strings.Lines(routes) {
		if words := strings.Fields(line); len(words) > 2 && words[1] == "via" {
			have[words[0]+" via "+words[2]] = true
		}
	}
	var missing []string
	for i := range nodes {
		if i != from && !leads(have, &nodes[i]) {
			missing = append(missing, fmt.Sprintf("node %s has no route to the pods of node %s", nodes[from].Name, nodes[i].Name))
		}
	}
	return missing
}

// leads reports whether there is a route to all pods of a node through one of its addresses.
func leads(have map[string]bool, node *corev1.Node) bool {
	for _, cidr := range node.Spec.PodCIDRs {
		found := false
		for _, address := range node.Status.Addresses {
			found = found || address.Type == corev1.NodeInternalIP && have[cidr+" via "+address.Address]
		}
		if !found {
			return false
		}
	}
	return len(node.Spec.PodCIDRs) > 0
}
