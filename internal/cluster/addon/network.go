package addon

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// subnetsOf asks Docker for the subnets of a network.
func subnetsOf(ctx context.Context, network string) ([]netip.Prefix, error) {
	out, err := command.New("docker", "network", "inspect", "--format", "{{range .IPAM.Config}}{{.Subnet}} {{end}}", network).Output(ctx)
	if err != nil {
		return nil, err
	}
	var subnets []netip.Prefix
	for _, field := range strings.Fields(out) {
		subnet, err := netip.ParsePrefix(field)
		if err != nil {
			return nil, fmt.Errorf("read the subnets of Docker's network %s: %w", network, err)
		}
		subnets = append(subnets, subnet)
	}
	return subnets, nil
}
