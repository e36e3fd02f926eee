package clustertest

import (
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Freezer is what a cluster behind it does while it is frozen: connections stay open, and nothing comes by them.
type Freezer struct {
	mu     sync.Mutex
	frozen chan struct{} // closed when it is over; nil while it is not
}

// Freeze begins a time in which nothing is handed on.
func (f *Freezer) Freeze() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.frozen == nil {
		f.frozen = make(chan struct{})
	}
}

// Thaw ends it: everything goes on where it was.
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

// Freezing is the cluster behind a proxy on loopback that can be frozen.
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

// freezable hands on nothing while it is frozen.
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
