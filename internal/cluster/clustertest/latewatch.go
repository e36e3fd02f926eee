package clustertest

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// LateWatch is the cluster behind a proxy on loopback that hands on what a watch brings only after a delay, and
// everything else at once: what an API server under load, or a slow way to it, does to those who watch. late tells how many
// pieces of watches were delayed.
func LateWatch(t testing.TB, c *cluster.Cluster, delay time.Duration) (behind *cluster.Cluster, late *atomic.Int64) {
	t.Helper()
	late = &atomic.Int64{}
	p := proxy{watched: func(_ *http.Request, stream io.ReadCloser) io.ReadCloser { return delayed(stream, delay, late) }}
	return p.in(t, c, func() {}), late
}

// piece is a part of a stream, with the time at which it may go on.
type piece struct {
	data []byte
	due  time.Time
}

// delayed is a stream of which each piece comes later by the same time, in order.
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
				continue // the reader has gone; the rest is read and dropped
			}
		}
		_ = writer.Close()
	}()
	return &both{reader, stream}
}

// both closes the stream with its reader.
type both struct {
	*io.PipeReader
	stream io.Closer
}

func (b *both) Close() error {
	_ = b.PipeReader.Close()
	return b.stream.Close()
}
