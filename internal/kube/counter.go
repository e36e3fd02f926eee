package kube

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// counter counts requests by method and resource, so that tests and benchmarks
// can prove how many a wait costs.
type counter struct {
	mu        sync.Mutex
	counts    map[string]int64
	busyUntil time.Time // see Client.BusyUntil
}

func newCounter() *counter { return &counter{counts: map[string]int64{}} }

func (c *counter) around(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		c.mu.Lock()
		c.counts[verb(r)+" "+resource(r.URL.Path)]++
		c.mu.Unlock()
		answer, err := next.RoundTrip(r)
		if err == nil {
			c.note(r, answer, time.Now())
		}
		return answer, err
	})
}

// note records until when the server asks for no further requests. A budget that refuses an eviction has the same status, and
// does not count.
func (c *counter) note(r *http.Request, answer *http.Response, now time.Time) {
	if answer.StatusCode != http.StatusTooManyRequests || strings.HasSuffix(r.URL.Path, "/eviction") {
		return
	}
	wait, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || wait < 1 {
		wait = 1
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busyUntil = now.Add(time.Duration(wait) * time.Second)
}

// BusyUntil returns the time until which the API server asks for no further requests, from the Retry-After header of the last
// answer with status 429; the zero time if there was none. Client-go repeats such a request after that time.
func (c *Client) BusyUntil() time.Time {
	c.counter.mu.Lock()
	defer c.counter.mu.Unlock()
	return c.counter.busyUntil
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func verb(r *http.Request) string {
	if r.Method == http.MethodGet && r.URL.Query().Get("watch") != "" {
		return "WATCH"
	}
	return r.Method
}

// resource returns the resource in an API path: "pods", "pods/exec", "version".
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
