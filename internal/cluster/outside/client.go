package outside

import (
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/outside/relay"
)

// patience is how long to wait for the relay's answer after the time limit of a connection attempt.
const patience = 10 * time.Second

// client sends requests to a relay.
type client struct {
	mux *relay.Mux

	mu      sync.Mutex
	last    uint64
	waiting map[uint64]chan opened
	broken  chan struct{} // closed when the connection to the relay is lost
	why     error         // the reason, set before broken is closed
}

// opened is the result of a connection attempt.
type opened struct {
	conn net.Conn
	took time.Duration
	err  error
}

// newClient returns when the relay has sent its first message.
func newClient(in io.Reader, out io.Writer) (*client, error) {
	messages := gob.NewDecoder(in)
	var hello relay.Message
	if err := messages.Decode(&hello); err != nil {
		return nil, err
	}
	if hello.Kind != relay.Hello {
		return nil, fmt.Errorf("it began with a message of kind %d", hello.Kind)
	}
	c := &client{mux: relay.NewMux(out), waiting: map[uint64]chan opened{}, broken: make(chan struct{})}
	go c.listen(messages)
	return c, nil
}

// isBroken reports whether the connection to the relay is lost.
func (c *client) isBroken() bool {
	select {
	case <-c.broken:
		return true
	default:
		return false
	}
}

func (c *client) listen(messages *gob.Decoder) {
	for {
		var m relay.Message
		if err := messages.Decode(&m); err != nil {
			c.breakOff(err)
			return
		}
		switch m.Kind {
		case relay.Opened, relay.Failed:
			c.opened(m)
		default:
			c.mux.Deliver(m)
		}
	}
}

func (c *client) breakOff(err error) {
	if errors.Is(err, io.EOF) {
		err = errors.New("its container has ended")
	}
	c.why = err
	close(c.broken)
	c.mux.Close(&relay.Fault{Text: lostText + err.Error()})
}

// connect opens a connection from the container.
func (c *client) connect(ctx context.Context, address string, direct bool, limit time.Duration) (net.Conn, time.Duration, error) {
	answer := make(chan opened, 1)
	c.mu.Lock()
	c.last++
	id := c.last
	c.waiting[id] = answer
	c.mu.Unlock()
	if err := c.mux.Send(relay.Message{Conn: id, Kind: relay.Open, Address: address, Direct: direct, Limit: limit}); err != nil {
		c.forget(id)
		return nil, 0, unasked(err)
	}
	late := time.NewTimer(limit + patience)
	defer late.Stop()
	select {
	case got := <-answer:
		return got.conn, got.took, got.err
	case <-c.broken:
		c.forget(id)
		return nil, 0, unasked(c.why)
	case <-late.C:
		c.forget(id)
		return nil, 0, unasked(fmt.Errorf("it did not say within %s what came of a connection", limit+patience))
	case <-ctx.Done():
		c.forget(id)
		return nil, 0, unasked(ctx.Err())
	}
}

// forget stops waiting for a connection, and tells the relay to abort it.
func (c *client) forget(id uint64) {
	c.mu.Lock()
	delete(c.waiting, id)
	c.mu.Unlock()
	_ = c.mux.Send(relay.Message{Conn: id, Kind: relay.End}) // if this fails, the streams are broken, and no action is needed
}

func (c *client) opened(m relay.Message) {
	c.mu.Lock()
	answer := c.waiting[m.Conn]
	delete(c.waiting, m.Conn)
	c.mu.Unlock()
	switch {
	case answer == nil && m.Kind == relay.Opened:
		_ = c.mux.Send(relay.Message{Conn: m.Conn, Kind: relay.End}) // see forget
	case answer == nil:
	case m.Kind == relay.Failed && m.Fault == nil:
		answer <- opened{err: unasked(errors.New("a connection failed for no reason"))}
	case m.Kind == relay.Failed:
		answer <- opened{took: m.Limit, err: m.Fault}
	default:
		answer <- opened{conn: c.carry(m), took: m.Limit}
	}
}

// carry returns the local end of a connection.
func (c *client) carry(m relay.Message) net.Conn {
	near, far := net.Pipe()
	conn := &connection{Conn: near}
	c.mux.Carry(m.Conn, far, func(f *relay.Fault) { conn.fault.Store(f) })()
	return conn
}

// connection is a connection opened in the container.
type connection struct {
	net.Conn
	fault atomic.Pointer[relay.Fault] // why it has ended
}

// Read implements net.Conn. It returns the error of the connection in the container.
func (c *connection) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if f := c.fault.Load(); err != nil && f != nil {
		err = told(f)
	}
	return n, err
}
