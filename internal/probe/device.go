package probe

import (
	"context"
	"fmt"
	"net"
)

// Via returns a Getter like Get that sends requests only through the network interface that leads to an IP address, such as
// that of a node. If nobody has the address there, it is not looked for in other networks of this machine. On other systems
// than Linux it is Get.
func Via(address string) Getter {
	return func(ctx context.Context, url string) (Reply, error) {
		device, err := deviceTo(ctx, address)
		if err != nil {
			return Reply{}, fmt.Errorf("find the way to %s: %w", address, err)
		}
		return By(dialHere(&net.Dialer{Control: bindTo(device)}))(ctx, url)
	}
}

// deviceTo finds the interface in the kernel's routes. Connecting a UDP socket sends nothing.
func deviceTo(ctx context.Context, address string) (string, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", net.JoinHostPort(address, "9"))
	if err != nil {
		return "", err
	}
	defer conn.Close()
	local, ok := conn.LocalAddr().(*net.UDPAddr)
	if !ok {
		return "", fmt.Errorf("no local address, but %v", conn.LocalAddr())
	}
	devices, err := net.Interfaces()
	if err != nil {
		return "", err
	}
	for _, device := range devices {
		addresses, err := device.Addrs()
		if err != nil {
			return "", err
		}
		for _, a := range addresses {
			if own, ok := a.(*net.IPNet); ok && own.IP.Equal(local.IP) {
				return device.Name, nil
			}
		}
	}
	return "", fmt.Errorf("no network device has the local address %s", local.IP)
}
