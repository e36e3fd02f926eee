package debroot

// NodePackages returns the packages of a node in addition to the base system: for services, for Kubernetes, for the container
// runtime, and for kind's scripts. They are those of kind's images/base/Dockerfile, except for packages that only rootless nodes
// and network storage need.
func NodePackages() []string {
	return []string{
		"systemd",
		"conntrack", "iptables", "nftables", "iproute2", "ethtool", "util-linux", "mount", "kmod",
		"libseccomp2", "pigz", "e2fsprogs",
		"bash", "ca-certificates", "curl", "jq", "procps",
	}
}

// WorkloadPackages returns the packages that are unpacked into separate images. Their dependencies must be in NodePackages,
// because the libraries are copied from there.
func WorkloadPackages() []string {
	return []string{"nginx", "nginx-common", "stress"}
}
