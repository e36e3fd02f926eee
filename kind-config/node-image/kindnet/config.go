package main

import (
	"fmt"
	"net/netip"
	"strings"
)

// config is what kind's manifest tells this program.
type config struct {
	hostIP     netip.Addr
	podSubnets []netip.Prefix // one, or one of each IP family
}

func readConfig(getenv func(string) string) (config, error) {
	ip, err := netip.ParseAddr(getenv("HOST_IP"))
	if err != nil {
		return config{}, fmt.Errorf("read HOST_IP: %w", err)
	}
	cfg := config{hostIP: ip}
	for s := range strings.SplitSeq(getenv("POD_SUBNET"), ",") {
		subnet, err := netip.ParsePrefix(strings.TrimSpace(s))
		if err != nil {
			return config{}, fmt.Errorf("read POD_SUBNET: %w", err)
		}
		cfg.podSubnets = append(cfg.podSubnets, subnet.Masked())
	}
	return cfg, nil
}
