package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// plan is the network configuration of this node, which depends on all nodes.
type plan struct {
	podCIDRs []netip.Prefix // pod CIDRs of this node
	routes   []route        // to the pods of other nodes, sorted
}

// route is a route to the pods in dst through the node with the address via.
type route struct {
	dst netip.Prefix
	via netip.Addr
}

// makePlan ignores nodes without a pod CIDR or an address. The plan is made again when the node has been updated.
func makePlan(cfg config, nodes []*corev1.Node) plan {
	var p plan
	for _, n := range nodes {
		cidrs, ips := podCIDRs(n), internalIPs(n)
		if n.Name == cfg.node {
			p.podCIDRs = cidrs
			continue
		}
		for _, cidr := range cidrs {
			sameFamily := func(ip netip.Addr) bool { return ip.Is4() == cidr.Addr().Is4() }
			if i := slices.IndexFunc(ips, sameFamily); i >= 0 {
				p.routes = append(p.routes, route{cidr, ips[i]})
			}
		}
	}
	slices.SortFunc(p.routes, func(a, b route) int { return a.dst.Addr().Compare(b.dst.Addr()) })
	return p
}

func podCIDRs(n *corev1.Node) []netip.Prefix {
	all := n.Spec.PodCIDRs
	if len(all) == 0 && n.Spec.PodCIDR != "" {
		all = []string{n.Spec.PodCIDR}
	}
	var out []netip.Prefix
	for _, s := range all {
		if cidr, err := netip.ParsePrefix(s); err == nil { // the API server validates it
			out = append(out, cidr.Masked())
		}
	}
	return out
}

func internalIPs(n *corev1.Node) []netip.Addr {
	var out []netip.Addr
	for _, a := range n.Status.Addresses {
		if ip, err := netip.ParseAddr(a.Address); err == nil && a.Type == corev1.NodeInternalIP {
			out = append(out, ip)
		}
	}
	return out
}

// describe returns the plan as a line for the log.
func (p plan) describe() string {
	if len(p.podCIDRs) == 0 {
		return "this node has no pod CIDR yet"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "pods of this node: %v; routes:", p.podCIDRs)
	for _, r := range p.routes {
		fmt.Fprintf(&b, " %s via %s", r.dst, r.via)
	}
	return b.String()
}
