package relay

import (
	"context"
	"encoding/gob"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// Serve is the relay: it processes the messages of in until the end of in.
func Serve(in io.Reader, out io.Writer) error {
	ctx, stop := context.WithCancel(context.Background()) //nolint:forbidigo // it is a program of its own, and ends with its input
	s := &server{mux: NewMux(out), opening: map[uint64]context.CancelFunc{}}
	defer s.mux.Close(nil)
	defer stop()
	if err := s.mux.Send(Message{Kind: Hello}); err != nil {
		return err
	}
	messages := gob.NewDecoder(in)
	for {
		var m Message
		if err := messages.Decode(&m); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		s.take(ctx, m)
	}
}

type server struct {
	mux *Mux

	mu      sync.Mutex
	opening map[uint64]context.CancelFunc
}

func (s *server) take(ctx context.Context, m Message) {
	if m.Kind != Open {
		s.giveUp(m)
		s.mux.Deliver(m)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, m.Limit)
	s.mu.Lock()
	s.opening[m.Conn] = cancel
	s.mu.Unlock()
	go s.open(ctx, cancel, m)
}

// giveUp aborts a pending attempt to open a connection.
func (s *server) giveUp(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.opening[m.Conn]; m.Kind == End && cancel != nil {
		cancel()
	}
}

func (s *server) open(ctx context.Context, cancel context.CancelFunc, m Message) {
	defer cancel()
	began := time.Now()
	dialer := &net.Dialer{}
	if m.Direct {
		dialer.Control = direct
	}
	conn, err := dialer.DialContext(ctx, "tcp", m.Address)
	took := time.Since(began)
	if err != nil {
		s.opened(m.Conn)
		_ = s.mux.Send(Message{Conn: m.Conn, Kind: Failed, Fault: FaultOf(err), Limit: took}) // if the streams are broken, Serve ends
		return
	}
	start := s.mux.Carry(m.Conn, conn, func(*Fault) {}) // registered before the client can send anything
	s.opened(m.Conn)
	_ = s.mux.Send(Message{Conn: m.Conn, Kind: Opened, Address: conn.LocalAddr().String(), Limit: took})
	start()
}

func (s *server) opened(id uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.opening, id)
}
