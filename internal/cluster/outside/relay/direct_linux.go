package relay

import (
	"errors"
	"net"
	"syscall"
)

// direct binds a connection to the container's network (SO_BINDTODEVICE with SO_DONTROUTE, socket(7)), so that an unused address
// is not routed to other networks.
func direct(_, _ string, conn syscall.RawConn) error {
	device, err := ownDevice()
	if err != nil {
		return err
	}
	failed := conn.Control(func(fd uintptr) {
		err = syscall.SetsockoptString(int(fd), syscall.SOL_SOCKET, syscall.SO_BINDTODEVICE, device)
		if err == nil {
			err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_DONTROUTE, 1)
		}
	})
	return errors.Join(failed, err)
}

// ownDevice returns the container's only network device other than loopback.
func ownDevice() (string, error) {
	devices, err := net.Interfaces()
	if err != nil {
		return "", err
	}
	for _, d := range devices {
		if d.Flags&net.FlagUp != 0 && d.Flags&net.FlagLoopback == 0 {
			return d.Name, nil
		}
	}
	return "", errors.New("there is no network device")
}
