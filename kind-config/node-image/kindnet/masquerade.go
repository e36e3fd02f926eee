package main

import (
	"fmt"
	"net/netip"

	"github.com/coreos/go-iptables/iptables"
)

// masquerade replaces the source address of packets that leave the pod network with the address of the node, because there are no
// routes to pods outside the cluster.
func masquerade(podSubnets []netip.Prefix) error {
	for _, subnet := range podSubnets {
		protocol := iptables.ProtocolIPv4
		if subnet.Addr().Is6() {
			protocol = iptables.ProtocolIPv6
		}
		tables, err := iptables.NewWithProtocol(protocol)
		if err != nil {
			return fmt.Errorf("find iptables: %w", err)
		}
		if err := tables.AppendUnique("nat", "POSTROUTING", masqueradeRule(subnet)...); err != nil {
			return fmt.Errorf("masquerade %s: %w", subnet, err)
		}
	}
	return nil
}

func masqueradeRule(subnet netip.Prefix) []string {
	return []string{
		"-s", subnet.String(), "!", "-d", subnet.String(),
		"-m", "comment", "--comment", "kindnet: out of the pod network", "-j", "MASQUERADE",
	}
}
