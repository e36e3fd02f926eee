package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// routeProtocol marks our routes, so that those of a node that is gone can be
// told from everybody else's. The kernel leaves numbers above 4 to routing
// programs (rtnetlink(7)); this one is in no list of known ones.
const routeProtocol = netlink.RouteProtocol(103)

// setRoutes makes the marked routes exactly these, and below them one for each pod subnet that leads nowhere: what is
// sent to a pod of a node that is not known (yet) must not leave by the default route, to somebody else outside.
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
			continue // a cluster of two nodes may have given all of it to the other
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
