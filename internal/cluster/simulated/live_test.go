package simulated_test

import (
	"context"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/apigroups"
	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const runLabel = "gherkind/run"

// TestSimulatedNodes creates nodes, deletes one, and lets another run remove the remaining ones.
func TestSimulatedNodes(t *testing.T) {
	client := withKwok(t)
	ctx := t.Context()
	one := simulated.Of(client, runLabel, "one")
	t.Cleanup(func() {
		if err := one.Remove(context.WithoutCancel(ctx)); err != nil {
			t.Error(err)
		}
	})
	if err := one.Make(ctx, 3); err != nil {
		t.Fatal(err)
	}
	nodes := there(t, client)
	if len(nodes) != 3 {
		t.Fatalf("got %d nodes, want 3", len(nodes))
	}
	for i := range nodes {
		sound(t, &nodes[i])
	}
	if err := one.Intact(ctx); err != nil {
		t.Error(err)
	}
	if err := simulated.Of(client, runLabel, "two").Make(ctx, 1); err == nil || !strings.Contains(err.Error(), "somebody else has made node simulated-1") {
		t.Errorf("a second run creating the same nodes: %v", err)
	}
	if err := client.CoreV1().Nodes().Delete(ctx, simulated.Name(2), metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := one.Intact(ctx); err == nil || !strings.Contains(err.Error(), "1 of 3 simulated nodes have been removed") {
		t.Errorf("after deleting a node: %v", err)
	}
	leftovers(t, client)
}

// leftovers: nodes of a living run are kept, and those of a dead run are removed.
func leftovers(t *testing.T, client *apigroups.Clients) {
	t.Helper()
	two := simulated.Of(client, runLabel, "two")
	for _, dead := range []bool{false, true} {
		removed, err := two.RemoveLeft(t.Context(), func(_ context.Context, run string) (bool, error) {
			if run != "one" {
				t.Errorf("asked about run %q", run)
			}
			return dead, nil
		})
		if err != nil || (removed["one"] == 2) != dead || (len(there(t, client)) == 0) != dead {
			t.Errorf("dead is %v: removed %v, %v; %d nodes are left", dead, removed, err, len(there(t, client)))
		}
	}
}

func sound(t *testing.T, node *corev1.Node) {
	t.Helper()
	if !simulated.IsNode(node) || node.Spec.PodCIDR == "" || node.Labels[corev1.LabelOSStable] != "" || node.Status.Allocatable.Cpu().String() != "4" {
		t.Errorf("%s: pod CIDR %q, labels %v, allocatable %v", node.Name, node.Spec.PodCIDR, node.Labels, node.Status.Allocatable)
	}
	for _, address := range node.Status.Addresses {
		if address.Type != corev1.NodeHostName {
			t.Errorf("%s has the address %s, want none", node.Name, address.Address)
		}
	}
}

func there(t *testing.T, client *apigroups.Clients) []corev1.Node {
	t.Helper()
	list, err := client.CoreV1().Nodes().List(t.Context(), metav1.ListOptions{LabelSelector: simulated.Label})
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

// withKwok installs the add-on in the project's cluster.
func withKwok(t *testing.T) *apigroups.Clients {
	t.Helper()
	clustertest.Up(t)
	o := clustertest.Options(t)
	o.AddOns = []string{"kwok"}
	c, err := cluster.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Lacks) > 0 {
		t.Fatal(c.Lacks[0].Err)
	}
	client, err := apigroups.New(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
