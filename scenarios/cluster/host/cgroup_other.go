//go:build !linux

package host

// mountedV1 is false: the daemon runs in a virtual machine, and daemons too old to report their cgroup version are too old for
// kind.
func mountedV1(string) (bool, error) { return false, nil }
