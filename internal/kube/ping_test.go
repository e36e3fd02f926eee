package kube

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestPing(t *testing.T) {
	version := map[string]any{"major": "1", "minor": "37", "gitVersion": "v1.37.0"}
	for name, c := range map[string]struct {
		code       int
		kind, body string
		says       string // "" is an answer
	}{
		"a web page":            {200, "text/html", "<html>Welcome</html>", "does not answer as an API server"},
		"a page of a proxy":     {502, "text/html", "<html>Bad gateway</html>", "does not answer as an API server"},
		"a redirected login":    {404, "text/html", "<html>Log in</html>", "does not answer as an API server"},
		"a page without access": {403, "text/html", "<html>No</html>", "forbids even asking for its version"},
		"a page without login":  {401, "text/html", "<html>No</html>", "does not accept the credentials"},
		"another API":           {200, "application/json", `{"name":"a shop"}`, "does not answer as an API server"},
		"nothing":               {200, "application/json", "", "does not answer as an API server"},
	} {
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.kind)
			w.WriteHeader(c.code)
			_, _ = io.WriteString(w, c.body)
		})
		if err := client.Ping(t.Context()); err == nil || !strings.HasPrefix(err.Error(), client.Config().Host+" "+c.says) {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
	client, last := recorder(t, 200, version)
	if err := client.Ping(t.Context()); err != nil || last.line != "GET /version" || client.Requests()["GET version"] != 1 {
		t.Errorf("got %v by %s, counted %v", err, last.line, client.Requests())
	}
}

// The deadline has passed before the question, so nothing here depends on how
// fast anything is.
func TestPingHasNoTime(t *testing.T) {
	client, _ := recorder(t, 200, map[string]any{"gitVersion": "v1"})
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	if err := client.Ping(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "did not answer in time") {
		t.Errorf("got %v", err)
	}
}

// A server that speaks HTTP where TLS is expected.
func TestPingOfAServerWithoutTLS(t *testing.T) {
	plain, _ := recorder(t, 200, map[string]any{"gitVersion": "v1"})
	client := clientOf(t, strings.Replace(plain.Config().Host, "http:", "https:", 1))
	if err := client.Ping(t.Context()); err == nil || !strings.Contains(err.Error(), "does not answer as an API server: ") {
		t.Errorf("got %v", err)
	}
}

// TestAlive: a refusal is a sign of life, and what a proxy says that reaches no API server is none.
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
