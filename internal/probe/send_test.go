package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestSendGoesToTheAddress: the URL names the host, and the address decides where the request is sent.
func TestSendGoesToTheAddress(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Location", "/orders/7")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, r.Method+" "+r.Host+r.URL.String()+" "+r.Header.Get("X-A")+" "+string(body))
	}))
	defer server.Close()
	answer, err := Send(t.Context(), Outside{}.Connect, server.Listener.Addr().String(), Call{
		Method: "POST", URL: "http://shop.example/orders?a=b", Header: http.Header{"X-A": {"1"}}, Body: "tea",
	})
	if err != nil || answer.Status != 201 || answer.Body != "POST shop.example/orders?a=b 1 tea" || answer.Header.Get("Location") != "/orders/7" {
		t.Errorf("%+v, %v", answer, err)
	}
}

// TestSendTrustsNobody: it only trusts the given certificates.
func TestSendTrustsNobody(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	for name, c := range map[string]struct {
		trust *tls.Config
		host  string
		good  bool
	}{
		"nobody":       {nil, "example.com", false},
		"the server":   {&tls.Config{RootCAs: pool}, "example.com", true},
		"another name": {&tls.Config{RootCAs: pool}, "shop.test", false},
		"anybody":      {&tls.Config{InsecureSkipVerify: true}, "shop.test", true},
	} {
		answer, err := Send(t.Context(), Outside{}.Connect, server.Listener.Addr().String(), Call{Method: "GET", URL: "https://" + c.host + "/", TLS: c.trust})
		if (err == nil) != c.good || (answer.Status == 404) != c.good || answer.Unasked {
			t.Errorf("%s: %+v, %v", name, answer, err)
		}
	}
}

// TestSendKnowsWhatItDidNotAsk: a lost connection to the sender is not an answer of the address.
func TestSendKnowsWhatItDidNotAsk(t *testing.T) {
	lost := Outside{FromElsewhere: func(context.Context) (bool, error) { return false, errors.New("the way is lost") }}
	if answer, err := Send(t.Context(), lost.Connect, "192.0.2.1:80", Call{Method: "GET", URL: "http://web/"}); err == nil || !answer.Unasked {
		t.Errorf("%+v, %v", answer, err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if answer, err := Send(t.Context(), Outside{}.Connect, address, Call{Method: "GET", URL: "http://web/"}); err == nil || answer.Unasked || answer.Connected {
		t.Errorf("refused: %+v, %v", answer, err)
	}
}

// TestSendIsBounded: a long answer is cut, and an address that never answers times out.
func TestSendIsBounded(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", BodyLimit+1))
	}))
	defer server.Close()
	if answer, err := Send(t.Context(), Outside{}.Connect, server.Listener.Addr().String(), Call{Method: "GET", URL: "http://web/"}); err != nil || !answer.Cut || len(answer.Body) != BodyLimit {
		t.Errorf("%d bytes, cut: %v, %v", len(answer.Body), answer.Cut, err)
	}
	near, far := net.Pipe()
	defer far.Close()
	go func() { _, _ = io.Copy(io.Discard, far) }()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	deaf := func(context.Context, string, time.Duration) (net.Conn, time.Duration, error) { return near, 0, nil }
	if answer, err := Send(ctx, deaf, "web:80", Call{Method: "GET", URL: "http://web/"}); err == nil || answer.Status != 0 || !answer.Connected {
		t.Errorf("%+v, %v", answer, err)
	}
}
