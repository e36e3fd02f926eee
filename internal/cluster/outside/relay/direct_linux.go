package relay

import (
	"errors"
	"net"
	"syscall"
)

// direct keeps a connection to the network that the container is on (SO_BINDTODEVICE with SO_DONTROUTE, socket(7)): an
// address that nobody has there is not looked for in the networks around it.
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

// ownDevice is the network device of the container: it has one beside the loopback device.
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
