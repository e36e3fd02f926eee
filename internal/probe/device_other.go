//go:build !linux

package probe

import "syscall"

// bindTo does not restrict the interface: other systems have no such call, or a different one.
func bindTo(string) func(network, address string, conn syscall.RawConn) error { return nil }
