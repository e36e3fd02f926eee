package probe

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// serveGRPC serves on loopback until the test ends.
func serveGRPC(t *testing.T, register func(*grpc.Server)) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	register(server)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

func TestAskHealth(t *testing.T) {
	said := health.NewServer()
	said.SetServingStatus("shop", grpc_health_v1.HealthCheckResponse_SERVING)
	said.SetServingStatus("bank", grpc_health_v1.HealthCheckResponse_NOT_SERVING)
	healthy := serveGRPC(t, func(s *grpc.Server) { grpc_health_v1.RegisterHealthServer(s, said) })
	without := serveGRPC(t, func(*grpc.Server) {})
	page := httptest.NewServer(http.NotFoundHandler())
	defer page.Close()
	newer := httptest.NewUnstartedServer(http.NotFoundHandler())
	newer.Config.Protocols = &http.Protocols{}
	newer.Config.Protocols.SetUnencryptedHTTP2(true)
	newer.Start()
	defer newer.Close()
	tests := []struct{ address, service, status, err string }{
		{healthy, "", "SERVING", ""},
		{healthy, "shop", "SERVING", ""},
		{healthy, "bank", "NOT_SERVING", ""},
		{healthy, "shpo", "SERVICE_UNKNOWN", ""},
		{without, "shop", "", "has no health service"},
		{page.Listener.Addr().String(), "shop", "", "Unavailable: "},
		{newer.Listener.Addr().String(), "shop", "", "the server does not answer in gRPC: unexpected HTTP status code received from server: 404"},
		{"127.0.0.1:1", "shop", "", "connection refused"},
	}
	for _, test := range tests {
		got, err := AskHealth(t.Context(), Outside{}.Connect, test.address, test.service)
		if got.Status != test.status || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s %q: got %v, %v; want %s, %q", test.address, test.service, got, err, test.status, test.err)
		}
	}
}

// TestAskHealthOfTheSilent: a server that accepts a connection and sends nothing has not answered; one that cannot be reached
// was not asked.
func TestAskHealthOfTheSilent(t *testing.T) {
	near, far := net.Pipe()
	defer far.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = far.Read(make([]byte, 1)) // the client has started
		cancel()
	}()
	got, err := AskHealth(ctx, func(context.Context, string, time.Duration) (net.Conn, time.Duration, error) { return near, 0, nil }, "silent:1", "")
	if got.Status != "" || got.Unasked || err == nil {
		t.Errorf("silent: got %v, %v", got, err)
	}
	lost := func(context.Context, string, time.Duration) (net.Conn, time.Duration, error) {
		return nil, 0, &noWay{errors.New("lost")}
	}
	if got, err := AskHealth(t.Context(), lost, "silent:1", ""); !got.Unasked || err == nil {
		t.Errorf("no way: got %v, %v", got, err)
	}
}
