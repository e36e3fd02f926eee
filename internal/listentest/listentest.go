// Package listentest is for tests that need a port on this machine on which something, or nothing, listens.
package listentest

import (
	"net"
	"testing"
)

// Serve calls serve with each connection to an address.
func Serve(t *testing.T, serve func(net.Conn)) (address string) {
	t.Helper()
	listener := listen(t)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return listener.Addr().String()
}

// Nobody returns an address on which nothing listens.
func Nobody(t *testing.T) (address string) {
	t.Helper()
	listener := listen(t)
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}
