package networkpolicy_test

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// steps is a Progress that records its steps.
type steps struct{ begun []string }

func (s *steps) Step(what string) { s.begun = append(s.begun, what) }
func (*steps) Done(string)        {}
func (*steps) Info(string)        {}

func (s *steps) has(part string) bool {
	return slices.ContainsFunc(s.begun, func(step string) bool { return strings.Contains(step, part) })
}

// up installs the add-on in the project's cluster, where features use it, too, and returns the steps that this took.
func up(t *testing.T) (*cluster.Cluster, *steps) {
	t.Helper()
	var heard steps
	o := clustertest.Options(t)
	o.AddOns, o.Progress = []string{"network-policy"}, &heard
	c, err := cluster.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Lacks) > 0 {
		t.Fatal(c.Lacks[0].Err)
	}
	return c, &heard
}

// TestNetworkPolicyIsBroughtOnce: it is ready on every node, and a second run installs nothing.
func TestNetworkPolicyIsBroughtOnce(t *testing.T) {
	clustertest.Up(t)
	c, _ := up(t)
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	before, err := client.AppsV1().DaemonSets("network-policy").Get(t.Context(), "enforcer", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if s := before.Status; s.NumberReady < int32(len(c.Nodes)) || s.NumberReady != s.DesiredNumberScheduled {
		t.Errorf("%d of %d enforcers are ready, on %d nodes", s.NumberReady, s.DesiredNumberScheduled, len(c.Nodes))
	}
	_, heard := up(t)
	for _, part := range []string{"compile", "load", "install"} {
		if heard.has(part) {
			t.Errorf("steps although it is installed: %q", heard.begun)
		}
	}
	patch := `{"metadata":{"annotations":{"gherkind.local/addon":null}}}`
	if _, err := client.CoreV1().Namespaces().Patch(t.Context(), "network-policy", "application/merge-patch+json", []byte(patch), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, heard = up(t); !heard.has("install kube-network-policies") || heard.has("compile") || heard.has("load image") {
		t.Errorf("steps after an interrupted installation: %q", heard.begun)
	}
	after, err := client.AppsV1().DaemonSets("network-policy").Get(t.Context(), "enforcer", metav1.GetOptions{})
	if err != nil || after.Generation != before.Generation {
		t.Errorf("installing again changed the workload: generation %d, then %d; %v", before.Generation, after.Generation, err)
	}
}
