package outside

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/outside/relay"
	"github.com/gherkind/gherkind/internal/listentest"
)

// linked returns a client with a relay in this process. cut stops the relay as if its container had stopped.
func linked(t *testing.T) (c *client, cut func()) {
	t.Helper()
	toRelay, asks := io.Pipe()
	tells, fromRelay := io.Pipe()
	served := make(chan error, 1)
	go func() { served <- errors.Join(relay.Serve(toRelay, fromRelay), fromRelay.Close()) }()
	c, err := newClient(tells, asks)
	if err != nil {
		t.Fatal(err)
	}
	cut = func() { _ = asks.Close() }
	t.Cleanup(func() {
		cut()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return c, cut
}

func TestBothWays(t *testing.T) {
	c, _ := linked(t)
	address := listentest.Serve(t, func(conn net.Conn) {
		_, _ = io.Copy(conn, conn)
		_ = conn.Close()
	})
	long := strings.Repeat("0123456789abcdef", 16<<10) // many chunks
	for range 3 {
		conn, _, err := c.connect(t.Context(), address, false, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.WriteString(conn, long) }()
		got := make([]byte, len(long))
		if _, err := io.ReadFull(conn, got); err != nil || string(got) != long {
			t.Errorf("got %d bytes, %v", len(got), err)
		}
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestTheSameErrors: errors are the same as those of package net in this process.
func TestTheSameErrors(t *testing.T) {
	c, _ := linked(t)
	for _, address := range []string{listentest.Nobody(t), "nowhere.invalid:80", "127.0.0.1:99999"} {
		_, want := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		_, _, got := c.connect(t.Context(), address, false, time.Minute)
		if want == nil || got == nil || got.Error() != want.Error() {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
		if errors.As(got, new(*Unasked)) {
			t.Errorf("%s: the error is Unasked although the connection was attempted: %v", address, got)
		}
	}
}

func TestALimitIsATimeout(t *testing.T) {
	c, _ := linked(t)
	_, _, err := c.connect(t.Context(), "127.0.0.1:1", false, 0)
	var timeout net.Error
	if !errors.As(err, &timeout) || !timeout.Timeout() || errors.As(err, new(*Unasked)) {
		t.Errorf("got %v", err)
	}
}

func TestTheEndOfAConnection(t *testing.T) {
	c, _ := linked(t)
	for name, each := range map[string]struct {
		serve func(net.Conn)
		want  string
	}{
		"in good order": {func(conn net.Conn) {
			_, _ = io.ReadFull(conn, make([]byte, 1)) // unread data resets the connection
			_, _ = io.WriteString(conn, "bye")
			_ = conn.Close()
		}, "EOF"},
		"reset": {func(conn net.Conn) {
			_, _ = io.ReadFull(conn, make([]byte, 1))
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		}, "reset by peer"},
	} {
		conn, _, err := c.connect(t.Context(), listentest.Serve(t, each.serve), false, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, "x")
		for err == nil {
			_, err = conn.Read(make([]byte, 8))
		}
		if !strings.Contains(err.Error(), each.want) || errors.As(err, new(*Unasked)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestABrokenWayIsNoAnswer: if the container stops, the result says nothing about the server.
func TestABrokenWayIsNoAnswer(t *testing.T) {
	c, cut := linked(t)
	conn, _, err := c.connect(t.Context(), listentest.Serve(t, func(net.Conn) {}), false, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	cut()
	if _, err := conn.Read(make([]byte, 1)); !errors.As(err, new(*Unasked)) {
		t.Errorf("reading from an open connection: %v", err)
	}
	<-c.broken
	if _, _, err := c.connect(t.Context(), "127.0.0.1:1", false, time.Minute); !errors.As(err, new(*Unasked)) {
		t.Errorf("opening another connection: %v", err)
	}
}

// TestWhoDoesNotReadIsSentNoMore: a server that sends without end does not fill the memory.
func TestWhoDoesNotReadIsSentNoMore(t *testing.T) {
	c, _ := linked(t)
	ended := make(chan error, 1)
	conn, _, err := c.connect(t.Context(), listentest.Serve(t, func(conn net.Conn) {
		for {
			if _, err := conn.Write(make([]byte, 64<<10)); err != nil {
				ended <- err
				return
			}
		}
	}), false, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, make([]byte, 100<<10)); err != nil {
		t.Error(err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err == nil {
		t.Error("writing did not end")
	}
}

func TestWhoeverWaitsNoLonger(t *testing.T) {
	toRelay, asks := io.Pipe()
	tells, fromRelay := io.Pipe()
	go func() {
		_ = relay.NewMux(fromRelay).Send(relay.Message{Kind: relay.Hello})
		_, _ = io.Copy(io.Discard, toRelay)
	}()
	c, err := newClient(tells, asks)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := c.connect(ctx, "127.0.0.1:1", false, time.Minute); !errors.As(err, new(*Unasked)) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	_ = fromRelay.Close()
}
