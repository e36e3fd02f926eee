package serve

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// deadlines is a listener that records the read deadline of each connection.
type deadlines struct {
	net.Listener
	mu sync.Mutex
	of []time.Time
}

func (d *deadlines) Accept() (net.Conn, error) {
	c, err := d.Listener.Accept()
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.of = append(d.of, time.Time{})
	return &timed{c, d, len(d.of) - 1}, nil
}

func (d *deadlines) all() []time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]time.Time(nil), d.of...)
}

type timed struct {
	net.Conn
	in     *deadlines
	number int
}

func (c *timed) SetReadDeadline(at time.Time) error {
	c.in.mu.Lock()
	defer c.in.mu.Unlock()
	c.in.of[c.number] = at
	return c.Conn.SetReadDeadline(at)
}

// TestAStreamHasNoTimeLimit: that of requests would end it while nothing happens.
func TestAStreamHasNoTimeLimit(t *testing.T) {
	l := newLab(t, passes, nil)
	inner, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := &deadlines{Listener: inner}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.server.Run(ctx, listener) }()
	l.web.URL = "http://" + inner.Addr().String()
	e := l.events("s1", "en")
	if _, ok := e.next(); !ok {
		t.Fatal("the stream ended")
	}
	if all := listener.all(); len(all) != 1 || !all[0].IsZero() {
		t.Errorf("the stream ends at %v", all)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestCookiesBehindAProxy: if the page is reached by HTTPS, browsers send the token by nothing else.
func TestCookiesBehindAProxy(t *testing.T) {
	for _, secure := range []bool{false, true} {
		l := newLab(t, passes, func(l *lab) { l.options.Secure = secure })
		form := url.Values{"token": {l.tokens["s1"]}}.Encode()
		_, _, header := l.ask("nobody", http.MethodPost, "/login", strings.NewReader(form), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
		if got := header.Get("Set-Cookie"); !strings.Contains(got, tokenCookie) || strings.Contains(got, "; Secure") != secure {
			t.Errorf("secure: %v: %s", secure, got)
		}
		l.stop()
	}
}

// TestAGuesserLocksNobodyOut: behind a proxy, all have the same address.
func TestAGuesserLocksNobodyOut(t *testing.T) {
	l := newLab(t, passes, nil)
	login := func(token string) int {
		form := url.Values{"token": {token}}.Encode()
		status, _, _ := l.ask("nobody", http.MethodPost, "/login", strings.NewReader(form), map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
		return status
	}
	last := 0
	for range strangeAtOnce + 1 {
		last = login("guessed")
	}
	if last != http.StatusTooManyRequests {
		t.Fatal("the guesser is not limited", last)
	}
	if status, _, _ := l.ask("nobody", http.MethodGet, "/events", nil, nil); status != http.StatusTooManyRequests {
		t.Error("another request of the guesser", status)
	}
	if status := login(l.tokens["s1"]); status != http.StatusSeeOther {
		t.Error("a student with a token", status)
	}
	for _, path := range []string{"/", "/login"} {
		if status, _, _ := l.ask("nobody", http.MethodGet, path, nil, asPage); status == http.StatusTooManyRequests {
			t.Error("a student who is not logged in yet", path, status)
		}
	}
}
