package debroot

// NodePackages are the packages of a node, besides the base system: for
// services, for Kubernetes, for the container runtime, and what kind's own
// scripts call. They follow kind's images/base/Dockerfile without what only
// rootless nodes and network storage need.
func NodePackages() []string {
	return []string{
		"systemd",
		"conntrack", "iptables", "nftables", "iproute2", "ethtool", "util-linux", "mount", "kmod",
		"libseccomp2", "pigz", "e2fsprogs",
		"bash", "ca-certificates", "curl", "jq", "procps",
	}
}

// WorkloadPackages are unpacked into images of their own. What they depend on
// must be among the packages of a node, from where the libraries are taken.
func WorkloadPackages() []string {
	return []string{"nginx", "nginx-common", "stress"}
}
