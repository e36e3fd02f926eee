package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
)

// cniFile has the same name as the file of kindnetd, because other tools may look for it.
const cniFile = "/etc/cni/net.d/10-kindnet.conflist"

// conflist returns a network configuration list according to the CNI specification 1.0.0, with options of the plugins ptp,
// host-local and portmap.
func conflist(podCIDRs []netip.Prefix) ([]byte, error) {
	type object map[string]any
	var ranges [][]object
	var routes []object
	for _, cidr := range podCIDRs {
		ranges = append(ranges, []object{{"subnet": cidr.String()}})
		routes = append(routes, object{"dst": anywhere(cidr).String()})
	}
	return json.MarshalIndent(object{
		"cniVersion": "1.0.0",
		"name":       "kindnet",
		"plugins": []object{
			{
				"type":   "ptp",
				"ipMasq": false, // masquerade adds one rule for the whole node
				"ipam": object{
					"type":    "host-local",
					"dataDir": "/run/cni-ipam-state", // in memory, because the pods do not survive a restart of the node either
					"ranges":  ranges,
					"routes":  routes,
				},
			},
			{"type": "portmap", "capabilities": object{"portMappings": true}},
		},
	}, "", "  ")
}

func anywhere(cidr netip.Prefix) netip.Prefix {
	if cidr.Addr().Is4() {
		return netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	}
	return netip.PrefixFrom(netip.IPv6Unspecified(), 0)
}

// writeConflist writes the file only if it has changed, and atomically, because the container runtime watches the folder.
func writeConflist(file string, podCIDRs []netip.Prefix) error {
	want, err := conflist(podCIDRs)
	if err != nil {
		return fmt.Errorf("make the CNI configuration: %w", err)
	}
	have, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the CNI configuration: %w", err)
	}
	if bytes.Equal(have, want) {
		return nil
	}
	tmp := filepath.Join(filepath.Dir(file), ".kindnet-new") // the runtime ignores files with this name
	if err := os.WriteFile(tmp, want, 0o644); err != nil {
		return fmt.Errorf("write the CNI configuration: %w", err)
	}
	if err := os.Rename(tmp, file); err != nil {
		return fmt.Errorf("write the CNI configuration: %w", err)
	}
	return nil
}
