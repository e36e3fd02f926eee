package main

import (
	"context"
	"crypto/tls"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// The health checks are those that kind configures in Envoy.
const (
	checkEvery   = 2 * time.Second
	checkTimeout = 3 * time.Second
	failuresDown = 2
)

// backend is one API server.
type backend struct {
	address string
	stop    context.CancelFunc

	mu    sync.Mutex
	up    bool
	conns map[net.Conn]bool
}

func newBackend(ctx context.Context, address string) *backend {
	ctx, stop := context.WithCancel(ctx)
	b := &backend{address: address, stop: stop, conns: map[net.Conn]bool{}}
	go b.check(ctx)
	return b
}

// check requests /healthz periodically. It does not verify the certificate, because the result only determines where connections
// are forwarded to. Clients verify the certificate of the API server themselves.
func (b *backend) check(ctx context.Context) {
	client := &http.Client{Timeout: checkTimeout, Transport: &http.Transport{
		DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
	}}
	again := time.NewTicker(checkEvery)
	defer again.Stop()
	failures := 0
	for {
		if healthy(ctx, client, "https://"+b.address+"/healthz") {
			failures = 0
			b.set(true)
		} else if failures++; failures >= failuresDown {
			b.set(false)
		}
		select {
		case <-ctx.Done():
			b.set(false)
			return
		case <-again.C:
		}
	}
}

func healthy(ctx context.Context, client *http.Client, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
}

// set records whether the server is up. If it is down, its connections are closed: a machine without power does not close them, and
// clients would wait for a timeout.
func (b *backend) set(up bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.up != up {
		log.Printf("%s is up: %v", b.address, up)
	}
	b.up = up
	if up {
		return
	}
	for conn := range b.conns {
		_ = conn.Close() // join gets an error and closes the connection to the client
	}
	clear(b.conns)
}

func (b *backend) isUp() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.up
}

func (b *backend) hold(conn net.Conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.conns[conn] = true
}

func (b *backend) forget(conn net.Conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.conns, conn)
}
