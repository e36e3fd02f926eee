package host

import (
	"context"
	"net"
	"net/url"
	"slices"
	"time"
)

// resolvePatience bounds the question for the addresses of a name.
const resolvePatience = 5 * time.Second

// remote is the name of the other machine that the endpoint leads to, "" when the daemon is on this one. A tunnel looks as if it were.
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

// isOwn reports whether a name leads to this machine. One that cannot be resolved, such as an alias that only ssh knows, does not.
func isOwn(ctx context.Context, name string) bool {
	ctx, cancel := context.WithTimeout(ctx, resolvePatience)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupIPAddr(ctx, name) // an address leads to itself
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
