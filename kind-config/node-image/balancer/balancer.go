package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"sync"
	"time"
)

const dialTimeout = time.Second

// balancer listens on one address and forwards each connection to the next backend that is up.
type balancer struct {
	ctx context.Context //nolint:containedctx // the listener and the health checks have the lifetime of the balancer

	mu       sync.Mutex
	listen   string
	listener net.Listener
	backends []*backend
	next     int
}

func newBalancer(ctx context.Context) *balancer { return &balancer{ctx: ctx} }

// use applies a configuration: it changes the address to listen on, adds new backends, and removes backends that are no longer in
// it. The other backends keep their connections.
func (b *balancer) use(c config) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c.Listen != b.listen && c.Listen != "" {
		if b.listener != nil {
			_ = b.listener.Close()
		}
		listener, err := net.Listen("tcp", c.Listen)
		if err != nil {
			return fmt.Errorf("listen: %w", err)
		}
		b.listen, b.listener = c.Listen, listener
		go b.accept(listener)
	}
	old := map[string]*backend{}
	for _, one := range b.backends {
		old[one.address] = one
	}
	b.backends = nil
	for _, address := range c.Backends {
		one := old[address]
		if one == nil {
			one = newBackend(b.ctx, address)
		}
		delete(old, address)
		b.backends = append(b.backends, one)
	}
	for _, gone := range old {
		gone.stop()
	}
	return nil
}

func (b *balancer) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.listener != nil {
		_ = b.listener.Close()
	}
	for _, one := range b.backends {
		one.stop()
	}
}

func (b *balancer) accept(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			log.Printf("accept a connection: %v", err)
			continue
		}
		go b.pass(conn)
	}
}

// pass forwards a connection to a backend, or closes it if no backend can be reached.
func (b *balancer) pass(client net.Conn) {
	defer client.Close()
	for range b.count() {
		one := b.pick()
		if one == nil {
			return
		}
		server, err := net.DialTimeout("tcp", one.address, dialTimeout)
		if err != nil {
			continue
		}
		one.hold(server)
		join(client, server)
		one.forget(server)
		return
	}
}

func (b *balancer) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.backends)
}

// pick returns the next backend that is up; nil if there is none.
func (b *balancer) pick() *backend {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.backends {
		b.next = (b.next + 1) % len(b.backends)
		if one := b.backends[b.next]; one.isUp() {
			return one
		}
	}
	return nil
}

// join copies in both directions until one side is closed, and then closes both.
func join(a, b net.Conn) {
	var once sync.Once
	end := func() {
		_ = a.Close()
		_ = b.Close()
	}
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{a, b}, {b, a}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1]) // most connections end with an error when the other direction is closed
			once.Do(end)
		})
	}
	both.Wait()
}
