package kube

import (
	"context"
	"testing"
	"time"
)

// TestAlive: a refusal proves that the server lives; the answer of a proxy that reaches no API server does not.
func TestAlive(t *testing.T) {
	for code, alive := range map[int]bool{200: true, 401: true, 403: true, 500: true, 502: false, 503: false, 504: false} {
		client, _ := recorder(t, code, map[string]any{"kind": "Status", "code": code})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		if err := client.Alive(ctx); (err == nil) != alive {
			t.Errorf("%d: %v", code, err)
		}
		cancel()
	}
}
