package docker

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
)

// KindNetwork is the network that kind creates for its nodes. Others may use it, or may have created it.
const KindNetwork = "kind"

// NetworkID returns the ID of a network; "" if it does not exist.
func NetworkID(ctx context.Context, name string) (string, error) {
	return output(ctx, "network", "ls", "--no-trunc", "--quiet", "--filter", "name=^"+name+"$")
}

// NetworkUsers returns the names of the containers on a network, including stopped ones.
func NetworkUsers(ctx context.Context, id string) ([]string, error) {
	return Names(ctx, "network="+id)
}

// RemoveNetwork removes a network. No running container may use it.
func RemoveNetwork(ctx context.Context, id string) error { return run(ctx, "network", "rm", id) }

// Subnets returns the subnets of a network.
func Subnets(ctx context.Context, network string) ([]netip.Prefix, error) {
	out, err := output(ctx, "network", "inspect", "--format", "{{range .IPAM.Config}}{{.Subnet}} {{end}}", network)
	if err != nil {
		return nil, err
	}
	var subnets []netip.Prefix
	for _, field := range strings.Fields(out) {
		subnet, err := netip.ParsePrefix(field)
		if err != nil {
			return nil, fmt.Errorf("read the subnets of Docker network %s: %w", network, err)
		}
		subnets = append(subnets, subnet)
	}
	return subnets, nil
}
