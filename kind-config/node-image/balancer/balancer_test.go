package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// apiServer responds with its name while it is healthy.
type apiServer struct {
	*httptest.Server
	healthy atomic.Bool
}

func newAPIServer(t *testing.T, name string) *apiServer {
	t.Helper()
	s := &apiServer{}
	s.healthy.Store(true)
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/hang":
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case r.URL.Path == "/healthz" && !s.healthy.Load():
			w.WriteHeader(http.StatusInternalServerError)
		default:
			fmt.Fprint(w, name)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// write writes kind's configuration into dir, replacing each file atomically, as kind does.
func write(t *testing.T, dir, listen string, servers ...*apiServer) {
	t.Helper()
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		t.Fatal(err)
	}
	lds := fmt.Sprintf("resources:\n- \"@type\": type.googleapis.com/envoy.config.listener.v3.Listener\n  address:\n    socket_address: {address: %q, port_value: %s}\n", host, port)
	cds := "resources:\n- name: kube_apiservers\n  load_assignment:\n    endpoints:\n    - lb_endpoints:\n"
	for _, s := range servers {
		host, port, err := net.SplitHostPort(s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		cds += fmt.Sprintf("      - endpoint:\n          address:\n            socket_address:\n              address: %s\n              port_value: %s\n", host, port)
	}
	for name, text := range map[string]string{"lds.yaml": lds, "cds.yaml": cds} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file+".tmp", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(file+".tmp", file); err != nil {
			t.Fatal(err)
		}
	}
}

func client() *http.Client {
	return &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
}

// answers sends requests until exactly the wanted servers respond, because health checks take a while.
func answers(t *testing.T, listen string, wanted ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	var got map[string]bool
	for {
		got = map[string]bool{}
		for range 6 {
			if body, err := ask(listen); err == nil {
				got[body] = true
			} else {
				got["nobody"] = true
			}
		}
		same := len(got) == len(wanted)
		for _, name := range wanted {
			same = same && got[name]
		}
		if same {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("responses from %v, want %v", got, wanted)
		}
	}
}

func ask(listen string) (string, error) {
	resp, err := client().Get("https://" + listen + "/")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return strings.TrimSpace(string(body)), err
}

func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestBalancer(t *testing.T) {
	dir, listen := t.TempDir(), free(t)
	for _, name := range []string{"lds.yaml", "cds.yaml"} { // the initial state in kind's container
		if err := os.WriteFile(filepath.Join(dir, name), []byte("resources: []"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, dir) }()
	defer func() {
		stop()
		<-ended
	}()
	one, two := newAPIServer(t, "one"), newAPIServer(t, "two")
	write(t, dir, listen, one, two)
	answers(t, listen, "one", "two")

	hanging, err := client().Get("https://" + listen + "/hang")
	if err != nil {
		t.Fatal(err)
	}
	defer hanging.Body.Close()
	one.healthy.Store(false)
	two.healthy.Store(false)
	if _, err := io.ReadAll(hanging.Body); err == nil { // ends only when the balancer closes it, well before its timeout
		t.Error("the connection to an unhealthy server was not closed")
	}
	answers(t, listen, "nobody")
	two.healthy.Store(true)
	answers(t, listen, "two")

	three := newAPIServer(t, "three")
	write(t, dir, listen, two, three)
	answers(t, listen, "two", "three")
}
