//go:build !linux

package probe

import "syscall"

// bindTo leaves the way open: other systems have no device to bind to, or another call for it.
func bindTo(string) func(network, address string, conn syscall.RawConn) error { return nil }
