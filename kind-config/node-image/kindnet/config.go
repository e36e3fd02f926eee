package main

import (
	"fmt"
	"net/netip"
	"strings"
)

// config is the configuration of this program.
type config struct {
	node       string         // the name of this node
	podSubnets []netip.Prefix // one, or one per IP family
}

// readConfig uses the host name as the name of the node: in kind, the container of a node, its Node object and its pods in the host
// network have the same name. It does not use HOST_IP, which kind's manifest sets too, because Docker may assign other addresses
// when nodes are restarted. Until the kubelet has reported the new address, HOST_IP is the old one, which may already belong to
// another node.
func readConfig(hostname func() (string, error), getenv func(string) string) (config, error) {
	node, err := hostname()
	if err != nil {
		return config{}, fmt.Errorf("read the name of this node: %w", err)
	}
	cfg := config{node: node}
	for s := range strings.SplitSeq(getenv("POD_SUBNET"), ",") {
		subnet, err := netip.ParsePrefix(strings.TrimSpace(s))
		if err != nil {
			return config{}, fmt.Errorf("read POD_SUBNET: %w", err)
		}
		cfg.podSubnets = append(cfg.podSubnets, subnet.Masked())
	}
	return cfg, nil
}
