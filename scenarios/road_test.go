package scenarios_test

import (
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// road is the only connection to an API server, and can be closed: connections are real, and really cut.
type road struct {
	kubeconfig string
	to         string
	mu         sync.Mutex
	closed     bool
	travelling map[net.Conn]bool
}

// openRoad forwards another port of this machine to the cluster's API server, with a separate kubeconfig for it.
func openRoad(t *testing.T, c *cluster.Cluster) *road {
	t.Helper()
	server, err := url.Parse(c.Config.Host)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &road{to: server.Host, travelling: map[net.Conn]bool{}, kubeconfig: filepath.Join(t.TempDir(), "kubeconfig")}
	t.Cleanup(func() { l.Close(); r.close() })
	go r.serve(l)
	config, err := os.ReadFile(c.KubeconfigPath)
	if err != nil {
		t.Fatal(err)
	}
	moved := strings.ReplaceAll(string(config), c.Config.Host, "https://"+l.Addr().String())
	if moved == string(config) {
		t.Fatalf("%s does not name %s", c.KubeconfigPath, c.Config.Host)
	}
	if err := os.WriteFile(r.kubeconfig, []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *road) serve(l net.Listener) {
	for {
		from, err := l.Accept()
		if err != nil {
			return
		}
		go r.carry(from)
	}
}

func (r *road) carry(from net.Conn) {
	defer from.Close()
	r.mu.Lock()
	closed := r.closed
	r.travelling[from] = true
	r.mu.Unlock()
	if closed {
		return
	}
	to, err := net.Dial("tcp", r.to)
	if err != nil {
		return
	}
	defer to.Close()
	go func() { _, _ = io.Copy(to, from); to.Close() }()
	_, _ = io.Copy(from, to)
}

func (r *road) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for c := range r.travelling {
		c.Close()
	}
	r.travelling = map[net.Conn]bool{}
}

func (r *road) open() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = false
}
