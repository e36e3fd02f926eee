package doctor

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"net/netip"
	"os"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// Default ranges of kind for pods and services.
const (
	podRange     = "10.244.0.0/16"
	serviceRange = "10.96.0.0/16"
)

// network is a Docker network, or a route of this machine.
type network struct {
	name   string
	ranges []netip.Prefix
}

// ofNetworks looks for overlaps between kind's network, the cluster's ranges, and the other networks of this machine.
func ofNetworks(ctx context.Context) []Finding {
	id, err := docker.NetworkID(ctx, docker.KindNetwork)
	if err != nil {
		return []Finding{troubled(Warning, "network", err)}
	}
	if id == "" {
		return []Finding{ok("network", fmt.Sprintf("there is no Docker network %q yet: the first cluster makes it", docker.KindNetwork))}
	}
	ranges, err := docker.Subnets(ctx, id)
	if err != nil {
		return []Finding{troubled(Warning, "network", err)}
	}
	routes, err := os.ReadFile("/proc/net/route")
	if err != nil && !os.IsNotExist(err) {
		return []Finding{troubled(Warning, "network", err)}
	}
	return []Finding{overlaps(network{docker.KindNetwork, ranges}, routesOf(string(routes), bridgeOf(id)))}
}

// bridgeOf returns the name of the interface that Docker creates for a network.
func bridgeOf(id string) string { return "br-" + id[:min(12, len(id))] }

const remake = "when no kind cluster needs it, type: docker network rm kind && docker network create --subnet 172.30.0.0/16 kind, with a range that is free"

func overlaps(kind network, routes []network) Finding {
	inside := []network{
		{"pods", []netip.Prefix{netip.MustParsePrefix(podRange)}},
		{"services", []netip.Prefix{netip.MustParsePrefix(serviceRange)}},
	}
	for _, other := range inside {
		if a, b, is := common(kind, other); is {
			return problem("network", fmt.Sprintf("the Docker network %q (%s) overlaps with the range of the cluster's %s (%s)", kind.name, a, other.name, b), remake)
		}
	}
	for _, other := range routes {
		if a, b, is := common(kind, other); is {
			return warning("network", fmt.Sprintf("the Docker network %q (%s) overlaps with the network behind %s (%s): from here, nodes may not be reached",
				kind.name, a, other.name, b), remake+"; or have a container ask: gherkind run --ask-from container")
		}
	}
	return ok("network", fmt.Sprintf("Docker's %q is %s, and overlaps with no other", kind.name, list(kind.ranges)))
}

func common(a, b network) (x, y netip.Prefix, is bool) {
	for _, x := range a.ranges {
		for _, y := range b.ranges {
			if x.Overlaps(y) {
				return x, y, true
			}
		}
	}
	return x, y, false
}

func list(ranges []netip.Prefix) string {
	var words []string
	for _, r := range ranges {
		words = append(words, r.String())
	}
	return strings.Join(words, " and ")
}

// routesOf reads /proc/net/route and returns the ranges routed through interfaces other than kind's bridge, without the default
// route.
func routesOf(table, bridge string) []network {
	var routes []network
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) < 8 || fields[0] == bridge {
			continue
		}
		to, ok1 := word(fields[1])
		mask, ok2 := word(fields[7])
		if !ok1 || !ok2 || mask == 0 {
			continue
		}
		var address [4]byte
		binary.BigEndian.PutUint32(address[:], to)
		routes = append(routes, network{fields[0], []netip.Prefix{netip.PrefixFrom(netip.AddrFrom4(address), bits.OnesCount32(mask))}})
	}
	return routes
}

// word parses an address of /proc/net/route, which has the byte order of a little-endian machine.
func word(text string) (uint32, bool) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != 4 {
		return 0, false
	}
	return binary.LittleEndian.Uint32(raw), true
}
