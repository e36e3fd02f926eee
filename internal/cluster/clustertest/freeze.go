package clustertest

import (
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Freezer stops all traffic from a cluster while it is frozen: connections stay open, but no data arrives.
type Freezer struct {
	mu     sync.Mutex
	frozen chan struct{} // closed when thawed; nil if not frozen
}

// Freeze stops the traffic.
func (f *Freezer) Freeze() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.frozen == nil {
		f.frozen = make(chan struct{})
	}
}

// Thaw resumes the traffic; nothing is lost.
func (f *Freezer) Thaw() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.frozen != nil {
		close(f.frozen)
		f.frozen = nil
	}
}

func (f *Freezer) wait(over <-chan struct{}) {
	f.mu.Lock()
	frozen := f.frozen
	f.mu.Unlock()
	if frozen == nil {
		return
	}
	select {
	case <-frozen:
	case <-over:
	}
}

// Freezing returns the cluster behind a proxy on loopback that can be frozen.
func Freezing(t testing.TB, c *cluster.Cluster) (behind *cluster.Cluster, freezer *Freezer) {
	t.Helper()
	freezer = &Freezer{}
	p := proxy{
		before: func(r *http.Request) { freezer.wait(r.Context().Done()) },
		watched: func(r *http.Request, stream io.ReadCloser) io.ReadCloser {
			return &freezable{stream, freezer, r.Context().Done()}
		},
	}
	return p.in(t, c, freezer.Thaw), freezer
}

// freezable is a stream that blocks while it is frozen.
type freezable struct {
	io.ReadCloser
	freezer *Freezer
	over    <-chan struct{}
}

func (f *freezable) Read(into []byte) (int, error) {
	n, err := f.ReadCloser.Read(into)
	f.freezer.wait(f.over)
	return n, err
}
