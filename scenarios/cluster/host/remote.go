package host

import (
	"context"
	"net"
	"net/url"
	"slices"
	"time"
)

// resolvePatience is the time limit for resolving a name.
const resolvePatience = 5 * time.Second

// remote returns the name of the other machine to which the endpoint leads; "" if the daemon is on this one. A tunnel is not
// recognised.
func (e Endpoint) remote(ctx context.Context) string {
	u, err := url.Parse(e.Host)
	if err != nil || !slices.Contains([]string{"tcp", "http", "https", "ssh"}, u.Scheme) {
		return ""
	}
	name := u.Hostname()
	if name == "" || isOwn(ctx, name) {
		return ""
	}
	return name
}

// isOwn reports whether a name resolves to this machine. It is false if it cannot be resolved, such as an alias that only ssh
// knows.
func isOwn(ctx context.Context, name string) bool {
	ctx, cancel := context.WithTimeout(ctx, resolvePatience)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupIPAddr(ctx, name) // an IP address resolves to itself
	if err != nil {
		return false
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		own = nil
	}
	return slices.ContainsFunc(addresses, func(a net.IPAddr) bool {
		return a.IP.IsLoopback() || a.IP.IsUnspecified() || slices.ContainsFunc(own, func(o net.Addr) bool {
			n, ok := o.(*net.IPNet)
			return ok && n.IP.Equal(a.IP)
		})
	})
}
