package networkpolicy_test

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/addon/addontest"
)

// TestNetworkPolicyIsBroughtOnce: it is ready on every node, and a second run installs nothing.
func TestNetworkPolicyIsBroughtOnce(t *testing.T) {
	c := addontest.IsBroughtOnce(t, "network-policy", "kube-network-policies", "network-policy", func(client kubernetes.Interface) []int64 {
		return []int64{addontest.DaemonSet(t, client, "network-policy", "enforcer")}
	})
	set, err := addontest.Client(t, c).AppsV1().DaemonSets("network-policy").Get(t.Context(), "enforcer", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if s := set.Status; s.NumberReady < int32(len(c.Nodes)) || s.NumberReady != s.DesiredNumberScheduled {
		t.Errorf("%d of %d enforcers are ready, on %d nodes", s.NumberReady, s.DesiredNumberScheduled, len(c.Nodes))
	}
}
