package clustertest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"

	"k8s.io/client-go/rest"

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
	direct := rest.CopyConfig(c.Config)
	direct.NextProtos = []string{"http/1.1"} // exec and port-forward upgrade the connection, which HTTP/2 cannot
	transport, err := rest.TransportFor(direct)
	if err != nil {
		t.Fatal(err)
	}
	server, err := url.Parse(direct.Host)
	if err != nil {
		t.Fatal(err)
	}
	onward := &httputil.ReverseProxy{
		Transport: transport, FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(server) },
		ModifyResponse: func(r *http.Response) error {
			if r.Request.URL.Query().Get("watch") != "" {
				r.Body = &freezable{r.Body, freezer, r.Request.Context().Done()}
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		freezer.wait(r.Context().Done())
		onward.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		freezer.Thaw()
		proxy.CloseClientConnections()
		proxy.Close()
	})
	again := *c.Again()
	again.Config = &rest.Config{Host: proxy.URL, UserAgent: direct.UserAgent}
	return &again, freezer
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
