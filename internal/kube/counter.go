package kube

import (
	"maps"
	"net/http"
	"strings"
	"sync"
)

// counter counts requests by method and resource, so that tests and benchmarks
// can prove how many a wait costs.
type counter struct {
	mu     sync.Mutex
	counts map[string]int64
}

func newCounter() *counter { return &counter{counts: map[string]int64{}} }

func (c *counter) around(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		c.mu.Lock()
		c.counts[verb(r)+" "+resource(r.URL.Path)]++
		c.mu.Unlock()
		return next.RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func verb(r *http.Request) string {
	if r.Method == http.MethodGet && r.URL.Query().Get("watch") != "" {
		return "WATCH"
	}
	return r.Method
}

// resource is the resource type in an API path: "pods", "pods/exec", "version".
func resource(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case len(parts) > 2 && parts[0] == "api":
		parts = parts[2:]
	case len(parts) > 3 && parts[0] == "apis":
		parts = parts[3:]
	default:
		return parts[0]
	}
	if len(parts) > 2 && parts[0] == "namespaces" && parts[2] != "status" && parts[2] != "finalize" {
		parts = parts[2:]
	}
	if len(parts) > 2 {
		return parts[0] + "/" + parts[2]
	}
	return parts[0]
}

// Requests returns how many requests have been sent, by method (WATCH for a
// watch) and resource: "PATCH pods", "WATCH events".
func (c *Client) Requests() map[string]int64 {
	c.counter.mu.Lock()
	defer c.counter.mu.Unlock()
	return maps.Clone(c.counter.counts)
}
