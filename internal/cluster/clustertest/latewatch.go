package clustertest

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// LateWatch returns the cluster behind a proxy on loopback that delays the events of watches and nothing else. This simulates an
// API server under load, or a slow connection to it. late counts the delayed pieces of watch streams.
func LateWatch(t testing.TB, c *cluster.Cluster, delay time.Duration) (behind *cluster.Cluster, late *atomic.Int64) {
	t.Helper()
	late = &atomic.Int64{}
	p := proxy{watched: func(_ *http.Request, stream io.ReadCloser) io.ReadCloser { return delayed(stream, delay, late) }}
	return p.in(t, c, func() {}), late
}

// piece is a part of a stream, and when it may be forwarded.
type piece struct {
	data []byte
	due  time.Time
}

// delayed returns a stream in which each piece arrives later by the same time, in order.
func delayed(stream io.ReadCloser, delay time.Duration, count *atomic.Int64) io.ReadCloser {
	reader, writer := io.Pipe()
	pieces := make(chan piece, 1<<16)
	go func() {
		defer close(pieces)
		for {
			buffer := make([]byte, 32<<10)
			n, err := stream.Read(buffer)
			if n > 0 {
				count.Add(1)
				pieces <- piece{buffer[:n], time.Now().Add(delay)}
			}
			if err != nil {
				return
			}
		}
	}()
	go func() {
		for p := range pieces {
			<-time.After(time.Until(p.due))
			if _, err := writer.Write(p.data); err != nil {
				continue // the reader has gone; the rest is discarded
			}
		}
		_ = writer.Close()
	}()
	return &both{reader, stream}
}

// both closes the underlying stream with its reader.
type both struct {
	*io.PipeReader
	stream io.Closer
}

func (b *both) Close() error {
	_ = b.PipeReader.Close()
	return b.stream.Close()
}
