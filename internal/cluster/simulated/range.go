package simulated

import (
	"context"
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// podCIDR returns the range for pods that all simulated nodes share. A kind cluster has ranges for 256 nodes, and Kubernetes
// keeps looking for a range for each node without one; so they share the last unused one. Nothing is sent to their pods. It is ""
// if real nodes have no ranges.
func (n *Nodes) podCIDR(ctx context.Context) (string, error) {
	list, err := n.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{LabelSelector: "!" + Label})
	if err != nil {
		return "", fmt.Errorf("list the nodes: %w", err)
	}
	taken := podCIDRs(list.Items)
	if len(taken) == 0 {
		return "", nil
	}
	whole, err := n.podSubnet(ctx)
	if err != nil {
		return "", err
	}
	last, err := lastFree(whole, taken)
	if err != nil {
		return "", err
	}
	return last.String(), nil
}

// podCIDRs returns the first pod CIDR of each node.
func podCIDRs(nodes []corev1.Node) []netip.Prefix {
	var all []netip.Prefix
	for i := range nodes {
		if cidr, err := netip.ParsePrefix(nodes[i].Spec.PodCIDR); err == nil { // the API server has validated it
			all = append(all, cidr.Masked())
		}
	}
	return all
}

// podSubnet returns the pod subnet of the cluster, the first if there are two, from kubeadm's configuration.
func (n *Nodes) podSubnet(ctx context.Context) (netip.Prefix, error) {
	m, err := n.client.CoreV1().ConfigMaps(metav1.NamespaceSystem).Get(ctx, "kubeadm-config", metav1.GetOptions{})
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("look for the range of pods: %w", err)
	}
	var c struct {
		Networking struct{ PodSubnet string }
	}
	if err := yaml.Unmarshal([]byte(m.Data["ClusterConfiguration"]), &c); err != nil {
		return netip.Prefix{}, fmt.Errorf("look for the range of pods: %w", err)
	}
	first, _, _ := strings.Cut(c.Networking.PodSubnet, ",")
	whole, err := netip.ParsePrefix(strings.TrimSpace(first))
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("look for the range of pods: %w", err)
	}
	return whole.Masked(), nil
}

// lastFree returns the last unused range of the subnet, of the same size as the used ones.
func lastFree(whole netip.Prefix, taken []netip.Prefix) (netip.Prefix, error) {
	size := taken[0].Bits()
	if size < whole.Bits() || whole.Addr().Is4() != taken[0].Addr().Is4() {
		return netip.Prefix{}, fmt.Errorf("the nodes' ranges for pods, such as %s, are not in that of the cluster, %s", taken[0], whole)
	}
	shift := uint(whole.Addr().BitLen() - size)
	one := new(big.Int).Lsh(big.NewInt(1), shift)
	start := new(big.Int).SetBytes(whole.Masked().Addr().AsSlice())
	at := new(big.Int).Lsh(big.NewInt(1), uint(whole.Addr().BitLen()-whole.Bits()))
	for at.Add(at, start).Sub(at, one); at.Cmp(start) >= 0; at.Sub(at, one) {
		addr, _ := netip.AddrFromSlice(at.FillBytes(make([]byte, whole.Addr().BitLen()/8)))
		if free := netip.PrefixFrom(addr, size); !slices.Contains(taken, free) {
			return free, nil
		}
	}
	return netip.Prefix{}, fmt.Errorf("all ranges for pods in %s belong to nodes, so that simulated ones get none", whole)
}
