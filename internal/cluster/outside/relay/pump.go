package relay

import (
	"errors"
	"io"
	"net"
)

// chunk is the maximum of unread data of a connection, in bytes. It limits the memory for a slow reader.
const chunk = 16 << 10

// pump forwards the data of one connection.
type pump struct {
	mux   *Mux
	id    uint64
	conn  net.Conn
	ended func(*Fault)
	queue chan Message  // messages from the other side, in order
	more  chan struct{} // the other side is ready
	over  chan struct{} // closed when nothing will be written any more
}

// read sends the data of the connection, and its end.
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

// write writes data from the other side to the connection, until its end.
func (p *pump) write() {
	defer close(p.over)
	defer p.mux.forget(p.id)
	defer func() { _ = p.conn.Close() }() // the read then fails and sends End
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

// FaultOf converts an error for sending; nil for the regular end of a connection.
func FaultOf(err error) *Fault {
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	var timeout net.Error
	return &Fault{Text: err.Error(), Expired: errors.As(err, &timeout) && timeout.Timeout()}
}
