package metallb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"net/netip"
)

// poolSize is the number of addresses for the services of a cluster.
const poolSize = 16

// pool is a range of addresses, both ends included.
type pool struct{ first, last netip.Addr }

func (p pool) String() string { return p.first.String() + "-" + p.last.String() }

// poolOf chooses the addresses for a cluster's services from the subnets of its network. Docker assigns addresses from the start
// of a subnet, so the upper half is free. The cluster's name decides which part of it is used: two clusters on one network rarely
// get the same (1 in 2048 in a /16).
func poolOf(subnets []netip.Prefix, cluster string) (pool, error) {
	subnet, err := ipv4(subnets)
	if err != nil {
		return pool{}, err
	}
	half := uint32(1) << (31 - subnet.Bits())
	size := min(half, poolSize)
	name := fnv.New32a()
	name.Write([]byte(cluster))
	start := binary.BigEndian.Uint32(subnet.Masked().Addr().AsSlice()) + half
	broadcast := start + half - 1
	first := start + name.Sum32()%(half/size)*size
	last := min(first+size-1, broadcast-1)
	return pool{address(first), address(last)}, nil
}

// ipv4 returns the first IPv4 subnet, if it has room for a pool in addition to the nodes.
func ipv4(subnets []netip.Prefix) (netip.Prefix, error) {
	const smallest = 28 // eight addresses for the nodes, seven for services
	for _, subnet := range subnets {
		switch {
		case !subnet.Addr().Is4():
		case subnet.Bits() > smallest:
			return subnet, fmt.Errorf("the subnet %s of the nodes is too small to have addresses for services: it takes a /%d", subnet, smallest)
		default:
			return subnet, nil
		}
	}
	return netip.Prefix{}, errors.New("the network of the nodes has no IPv4 subnet to take addresses for services from")
}

func address(number uint32) netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, number)))
}
