package kube

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestBusyUntil: an API server that asks for fewer requests says for how long; a budget that refuses an eviction does not.
func TestBusyUntil(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		path, after string
		status      int
		want        time.Duration
	}{
		"for some time":       {"/api/v1/pods", "7", http.StatusTooManyRequests, 7 * time.Second},
		"without a time":      {"/api/v1/pods", "", http.StatusTooManyRequests, time.Second},
		"with no number":      {"/api/v1/pods", "Thu, 01 Jan 2026 00:00:10 GMT", http.StatusTooManyRequests, time.Second},
		"an eviction":         {"/api/v1/namespaces/n/pods/web/eviction", "10", http.StatusTooManyRequests, 0},
		"another status":      {"/api/v1/pods", "7", http.StatusServiceUnavailable, 0},
		"something that fits": {"/api/v1/pods", "7", http.StatusOK, 0},
	} {
		count := newCounter()
		answer := &http.Response{StatusCode: c.status, Header: http.Header{}}
		answer.Header.Set("Retry-After", c.after)
		count.note(httptest.NewRequest(http.MethodPost, c.path, nil), answer, now)
		want := time.Time{}
		if c.want > 0 {
			want = now.Add(c.want)
		}
		if got := (&Client{counter: count}).BusyUntil(); !got.Equal(want) {
			t.Errorf("%s: until %v, not %v", name, got, want)
		}
	}
}
