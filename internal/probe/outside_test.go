package probe_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/probe"
)

// lost is an error of the path to where requests are sent from.
type lost struct{}

func (lost) Error() string { return "the way is lost" }
func (lost) Unasked() bool { return true }

// TestWhatWasNotAskedIsNoAnswer: a request that was never sent proves neither silence nor another text.
func TestWhatWasNotAskedIsNoAnswer(t *testing.T) {
	dial := func(context.Context, string, time.Duration) (net.Conn, time.Duration, error) { return nil, 0, lost{} }
	yes := func(context.Context) (bool, error) { return true, nil }
	unknown := func(context.Context) (bool, error) { return false, errors.New("the way is lost") }
	for name, outside := range map[string]probe.Outside{
		"the connection":    {FromElsewhere: yes, Dial: dial, Direct: dial},
		"where to ask from": {FromElsewhere: unknown},
		"on the way back":   {FromElsewhere: yes, Dial: breaking, Direct: breaking},
	} {
		for _, get := range []probe.Getter{outside.Get, outside.Via("10.0.0.1")} {
			const url = "http://10.0.0.1/"
			for kind, attempt := range map[string]probe.Attempt{
				"silence": probe.Silence(get, url), "without": probe.Without(get, url, "hello"), "answer": probe.HTTP(get, url, 200, ""),
			} {
				err := attempt(t.Context())
				if err == nil || !strings.Contains(err.Error(), "could not be asked") || !strings.Contains(err.Error(), "the way is lost") {
					t.Errorf("%s, %s: %v", name, kind, err)
				}
			}
			if reply, err := get(t.Context(), url); !reply.Unasked || err == nil {
				t.Errorf("%s: %+v, %v", name, reply, err)
			}
		}
	}
}

// breaking connects, and loses the connection when the answer should arrive.
func breaking(context.Context, string, time.Duration) (net.Conn, time.Duration, error) {
	near, far := net.Pipe()
	go func() { _, _ = far.Read(make([]byte, 1024)) }()
	return broken{near}, 0, nil
}

type broken struct{ net.Conn }

func (broken) Read([]byte) (int, error) { return 0, lost{} }

// TestFromElsewhere: the connections come from the other place, to the address of the URL.
func TestFromElsewhere(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("hello " + r.Host)) }))
	defer server.Close()
	var asked []string
	dial := func(ctx context.Context, address string, _ time.Duration) (net.Conn, time.Duration, error) {
		asked = append(asked, address)
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", server.Listener.Addr().String())
		return conn, 0, err
	}
	outside := probe.Outside{FromElsewhere: func(context.Context) (bool, error) { return true, nil }, Dial: dial}
	for _, url := range []string{"http://web.invalid/", "http://web.invalid:30080/x"} {
		if err := probe.HTTP(outside.Get, url, 200, "hello web.invalid")(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(asked, " "); got != "web.invalid:80 web.invalid:30080" {
		t.Errorf("asked %s", got)
	}
}
