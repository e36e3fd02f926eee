//go:build linux

package cli

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"

	"k8s.io/client-go/rest"
)

// network is a TCP proxy on loopback between a run and an API server, which can be cut or hang.
type network struct {
	listener net.Listener
	target   string

	mu    sync.Mutex
	cut   bool
	hangs chan struct{} // closed when it goes on; nil while it does not hang
	open  map[net.Conn]bool
	busy  sync.WaitGroup
}

// networkTo starts a proxy, which stops at the end of the test.
func networkTo(t testing.TB, config *rest.Config) *network {
	t.Helper()
	server, err := url.Parse(config.Host)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &network{listener: listener, target: server.Host, open: map[net.Conn]bool{}}
	n.busy.Go(n.serve)
	t.Cleanup(func() {
		_ = listener.Close()
		n.Hang(false)
		n.Cut(true)
		n.busy.Wait()
	})
	return n
}

// URL is the address of the API server through the proxy.
func (n *network) URL() string { return "https://" + n.listener.Addr().String() }

// Cut closes all connections and refuses new ones, or ends that.
func (n *network) Cut(cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cut = cut; cut {
		for conn := range n.open {
			_ = conn.Close()
		}
	}
}

// Hang keeps all connections open and forwards nothing, or continues to forward.
func (n *network) Hang(hang bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case hang && n.hangs == nil:
		n.hangs = make(chan struct{})
	case !hang && n.hangs != nil:
		close(n.hangs)
		n.hangs = nil
	}
}

func (n *network) serve() {
	for {
		near, err := n.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", n.target)
		if err != nil || !n.keep(near, far) {
			_ = near.Close()
			continue
		}
		n.busy.Go(func() { n.hand(far, near) })
		n.busy.Go(func() { n.hand(near, far) })
	}
}

// keep registers a connection, unless the network is cut.
func (n *network) keep(near, far net.Conn) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cut {
		_ = far.Close()
		return false
	}
	n.open[near], n.open[far] = true, true
	return true
}

// hand forwards from one side to the other until either is closed.
func (n *network) hand(to, from net.Conn) {
	_, _ = io.Copy(to, &gated{from, n})
	for _, conn := range []net.Conn{to, from} {
		_ = conn.Close()
		n.mu.Lock()
		delete(n.open, conn)
		n.mu.Unlock()
	}
}

// gated returns nothing while the network hangs.
type gated struct {
	io.Reader
	network *network
}

func (g *gated) Read(into []byte) (int, error) {
	count, err := g.Reader.Read(into)
	g.network.mu.Lock()
	hangs := g.network.hangs
	g.network.mu.Unlock()
	if hangs != nil {
		<-hangs
	}
	return count, err
}
