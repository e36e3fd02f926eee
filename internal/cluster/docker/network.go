package docker

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
)

// KindNetwork is the network that kind makes for its nodes, and that others may have made, and use.
const KindNetwork = "kind"

// NetworkID is "" when there is no network of that name.
func NetworkID(ctx context.Context, name string) (string, error) {
	return output(ctx, "network", "ls", "--no-trunc", "--quiet", "--filter", "name=^"+name+"$")
}

// NetworkUsers are the names of the containers on a network, also of stopped ones.
func NetworkUsers(ctx context.Context, id string) ([]string, error) {
	return Names(ctx, "network="+id)
}

// RemoveNetwork removes a network, which no running container may use.
func RemoveNetwork(ctx context.Context, id string) error { return run(ctx, "network", "rm", id) }

// Subnets are those of a network.
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
