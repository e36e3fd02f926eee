package clustertest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// proxy is a proxy on loopback between a test and a cluster.
type proxy struct {
	before  func(*http.Request)                              // called for each request before it is forwarded; may be nil
	watched func(*http.Request, io.ReadCloser) io.ReadCloser // replaces the stream of a watch
}

// in starts the proxy for a cluster, until the test ends. It then calls over.
func (p proxy) in(t testing.TB, c *cluster.Cluster, over func()) *cluster.Cluster {
	t.Helper()
	direct := rest.CopyConfig(c.Config)
	direct.NextProtos = []string{"http/1.1"} // exec and port-forward upgrade the connection, which HTTP/2 does not support
	transport, err := rest.TransportFor(direct)
	if err != nil {
		t.Fatal(err)
	}
	server, err := url.Parse(direct.Host)
	if err != nil {
		t.Fatal(err)
	}
	onward := &httputil.ReverseProxy{
		Transport:     transport,
		FlushInterval: -1, // forward each piece of a stream immediately
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(server) },
		ModifyResponse: func(r *http.Response) error {
			if r.Request.URL.Query().Get("watch") != "" && r.StatusCode == http.StatusOK {
				r.Body = p.watched(r.Request, r.Body)
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.before != nil {
			p.before(r)
		}
		onward.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		over()
		front.CloseClientConnections()
		front.Close()
	})
	behind := *c.Again()
	behind.Config = &rest.Config{Host: front.URL, UserAgent: direct.UserAgent}
	return &behind
}
