// Package enforces knows which networks enforce NetworkPolicies.
package enforces

import (
	"regexp"
	"strings"
)

// enforcers are parts of the names or images of DaemonSets whose network enforces NetworkPolicies, according to the
// documentation of each.
var enforcers = []string{"calico", "canal", "cilium", "antrea", "kube-router", "weave", "ovn", "network-polic", "npm", "romana", "anetd"}

// kindnetd is kind's own network. It enforces policies since kind 0.24 (August 2024).
var kindnetd = regexp.MustCompile(`kindest/kindnetd:v(\d{8})`)

const kindnetEnforces = "20240813"

// None returns the DaemonSet of a network that is known to enforce no NetworkPolicies; "" if one enforces them, or if
// that is unknown.
func None(network []string) string {
	none := ""
	for _, set := range network {
		low := strings.ToLower(set)
		for _, e := range enforcers {
			if strings.Contains(low, e) {
				return ""
			}
		}
		m := kindnetd.FindStringSubmatch(low)
		switch {
		case m != nil && m[1] >= kindnetEnforces:
			return ""
		case m != nil, strings.Contains(low, "gherkind.local/kindnet:stand-in"), strings.Contains(low, "flannel"):
			none = set
		}
	}
	return none
}
