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

// cniFile is the name that kindnetd uses, for tools that look for it.
const cniFile = "/etc/cni/net.d/10-kindnet.conflist"

// conflist is a network configuration list of the CNI specification 1.0.0;
// plugin options are those of the plugins ptp, host-local and portmap.
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
				"ipMasq": false, // done once for the node, see masquerade
				"ipam": object{
					"type":    "host-local",
					"dataDir": "/run/cni-ipam-state", // forgotten when the node restarts, like its pods
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

// writeConflist leaves an unchanged file alone and never lets the container
// runtime, which watches the folder, see half a file.
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
	tmp := filepath.Join(filepath.Dir(file), ".kindnet-new") // no name the runtime reads
	if err := os.WriteFile(tmp, want, 0o644); err != nil {
		return fmt.Errorf("write the CNI configuration: %w", err)
	}
	if err := os.Rename(tmp, file); err != nil {
		return fmt.Errorf("write the CNI configuration: %w", err)
	}
	return nil
}
