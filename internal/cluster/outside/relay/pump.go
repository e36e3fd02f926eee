package relay

import (
	"errors"
	"io"
	"net"
)

// chunk is how much of a connection is on its way at most, in bytes: who does not read is sent no more.
const chunk = 16 << 10

// pump carries one connection.
type pump struct {
	mux   *Mux
	id    uint64
	conn  net.Conn
	ended func(*Fault)
	queue chan Message  // what has come from the other side, in order
	more  chan struct{} // the other side has room
	over  chan struct{} // closed when nothing is written any more
}

// read sends what the connection brings, and its end.
func (p *pump) read() {
	buffer := make([]byte, chunk)
	for {
		n, err := p.conn.Read(buffer)
		if n > 0 && p.mux.Send(Message{Conn: p.id, Kind: Data, Data: buffer[:n]}) != nil {
			return // the streams are broken, which their reader notices
		}
		if err != nil {
			_ = p.mux.Send(Message{Conn: p.id, Kind: End, Fault: FaultOf(err)})
			return
		}
		select {
		case <-p.more:
		case <-p.over:
			return
		}
	}
}

// write writes to the connection what has come from the other side, until its end.
func (p *pump) write() {
	defer close(p.over)
	defer p.mux.forget(p.id)
	defer func() { _ = p.conn.Close() }() // its reader says the rest
	for m := range p.queue {
		if m.Kind == End {
			p.ended(m.Fault)
			return
		}
		if _, err := p.conn.Write(m.Data); err != nil {
			return
		}
		if p.mux.Send(Message{Conn: p.id, Kind: More}) != nil {
			return
		}
	}
}

// FaultOf is an error as it crosses the streams; nil for an end in good order.
func FaultOf(err error) *Fault {
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	var timeout net.Error
	return &Fault{Text: err.Error(), Expired: errors.As(err, &timeout) && timeout.Timeout()}
}
