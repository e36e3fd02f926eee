package main

import (
	"fmt"
	"net/netip"
	"strings"
)

// config is what this program must know beforehand.
type config struct {
	node       string         // the name of this node
	podSubnets []netip.Prefix // one, or one of each IP family
}

// readConfig takes the node's name from its host name: kind gives a node's container, its Node object and its pods
// on the host network the same one. HOST_IP, which kind's manifest gives too, is not to be relied on: when nodes are
// started again Docker may hand out their addresses anew, and until the kubelet has reported its new one HOST_IP is
// the old one, which may by then be another node's.
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
