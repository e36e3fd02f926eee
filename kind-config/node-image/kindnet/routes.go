package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// routeProtocol marks the routes of this program, so that it only removes its own routes when a node was deleted. The kernel does
// not use numbers above 4 (rtnetlink(7)), and no known routing program uses this one.
const routeProtocol = netlink.RouteProtocol(103)

// setRoutes replaces the marked routes with the given ones, and adds an unreachable route for each pod subnet. Without it, packets
// to a pod on an unknown node would leave the cluster by the default route.
func setRoutes(want []route, podSubnets []netip.Prefix) error {
	have, err := netlink.RouteListFiltered(unix.AF_UNSPEC, &netlink.Route{Protocol: routeProtocol}, netlink.RT_FILTER_PROTOCOL)
	if err != nil {
		return fmt.Errorf("list routes: %w", err)
	}
	var errs []error
	wanted := map[string]bool{}
	for _, r := range want {
		wanted[r.dst.String()] = true
		err := netlink.RouteReplace(&netlink.Route{Dst: ipNet(r.dst), Gw: r.via.AsSlice(), Protocol: routeProtocol})
		if err != nil {
			errs = append(errs, fmt.Errorf("set route %s via %s: %w", r.dst, r.via, err))
		}
	}
	for _, subnet := range podSubnets {
		if wanted[subnet.String()] {
			continue // in a cluster of two nodes, the pod CIDR of the other node may be the whole subnet
		}
		wanted[subnet.String()] = true
		err := netlink.RouteReplace(&netlink.Route{Dst: ipNet(subnet), Type: unix.RTN_UNREACHABLE, Protocol: routeProtocol})
		if err != nil {
			errs = append(errs, fmt.Errorf("close the pod subnet %s: %w", subnet, err))
		}
	}
	for _, old := range have {
		if old.Dst == nil || wanted[old.Dst.String()] {
			continue
		}
		if err := netlink.RouteDel(&old); err != nil && !errors.Is(err, unix.ESRCH) {
			errs = append(errs, fmt.Errorf("remove route %s: %w", old.Dst, err))
		}
	}
	return errors.Join(errs...)
}

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
