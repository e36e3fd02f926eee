package probe

import (
	"errors"
	"syscall"
)

// bindTo is a net.Dialer's Control that binds to an interface (SO_BINDTODEVICE, socket(7)). Kernels before 5.7 allow that
// only to root; for other users the interface is then not restricted.
func bindTo(device string) func(network, address string, conn syscall.RawConn) error {
	return func(_, _ string, conn syscall.RawConn) error {
		var err error
		if failed := conn.Control(func(fd uintptr) {
			err = syscall.SetsockoptString(int(fd), syscall.SOL_SOCKET, syscall.SO_BINDTODEVICE, device)
		}); failed != nil {
			return failed
		}
		if errors.Is(err, syscall.EPERM) {
			return nil
		}
		return err
	}
}
