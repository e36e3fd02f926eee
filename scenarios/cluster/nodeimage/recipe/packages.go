package recipe

// BuildPackages returns the Debian packages that a build needs on the host.
func BuildPackages() []string {
	return []string{"debootstrap", "dpkg-dev", "gcc", "libc6-dev", "libseccomp-dev", "make", "pkg-config"}
}
