//go:build !linux

package host

// mountedV1 is false: the daemon runs in a virtual machine, and those that are too
// old to tell their version there are too old for kind.
func mountedV1(string) (bool, error) { return false, nil }
