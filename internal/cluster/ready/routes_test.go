package ready

import (
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestMissingRoutes(t *testing.T) {
	node := func(name, ip string, cidrs ...string) corev1.Node {
		n := corev1.Node{Spec: corev1.NodeSpec{PodCIDRs: cidrs}}
		n.Name, n.Status.Addresses = name, []corev1.NodeAddress{{Type: corev1.NodeHostName, Address: name}, {Type: corev1.NodeInternalIP, Address: ip}}
		return n
	}
	nodes := []corev1.Node{node("a", "172.18.0.2", "10.244.0.0/24"), node("b", "172.18.0.3", "10.244.1.0/24", "fd00:1::/64"), node("c", "172.18.0.4", "10.244.2.0/24")}
	nodes[1].Status.Addresses = append(nodes[1].Status.Addresses, corev1.NodeAddress{Type: corev1.NodeInternalIP, Address: "fc00::3"})
	toB, toC := "node a has no route to the pods of node b", "node a has no route to the pods of node c"
	for name, c := range map[string]struct {
		routes string
		want   []string
	}{
		"all there": {"default via 172.18.0.1 dev eth0 \n10.244.1.0/24 via 172.18.0.3 dev eth0 proto 103 \nunreachable 10.244.0.0/16 proto 103 \n" +
			"10.244.2.0/24 via 172.18.0.4 dev eth0\nfd00:1::/64 via fc00::3 dev eth0 metric 1024 pref medium\n", nil},
		"one family only":     {"10.244.1.0/24 via 172.18.0.3 dev eth0\n10.244.2.0/24 via 172.18.0.4 dev eth0\n", []string{toB}},
		"by the old address":  {"10.244.1.0/24 via 172.18.0.3 dev eth0\nfd00:1::/64 via fc00::3\n10.244.2.0/24 via 172.18.0.3 dev eth0\n", []string{toC}},
		"not yet, or no more": {"default via 172.18.0.1 dev eth0\n", []string{toB, toC}},
	} {
		if got := missingRoutes(nodes, 0, c.routes); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	joining := []corev1.Node{nodes[0], node("new", "172.18.0.9")}
	if got := missingRoutes(joining, 0, ""); len(got) != 1 {
		t.Errorf("a node that has no pod CIDR yet: got %q", got)
	}
}
