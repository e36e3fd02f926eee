package relay

import (
	"io"
	"net"
	"sync"
)

// Mux is one side of the streams, with its connections. It is safe for concurrent use.
type Mux struct {
	out *sender

	mu    sync.Mutex
	pumps map[uint64]*pump
}

// NewMux returns a Mux that writes to out.
func NewMux(out io.Writer) *Mux { return &Mux{out: newSender(out), pumps: map[uint64]*pump{}} }

// Send writes a message.
func (m *Mux) Send(msg Message) error { return m.out.send(msg) }

// Carry receives messages for a connection and, once start is called, forwards data until one end is closed. Before it closes
// conn, it calls ended with the reason why the other side has closed it, or nil if there was no fault.
func (m *Mux) Carry(id uint64, conn net.Conn, ended func(*Fault)) (start func()) {
	p := &pump{mux: m, id: id, conn: conn, ended: ended, queue: make(chan Message, 4), more: make(chan struct{}, 1), over: make(chan struct{})}
	m.mu.Lock()
	m.pumps[id] = p
	m.mu.Unlock()
	return func() {
		go p.read()
		go p.write()
	}
}

// Deliver passes a message to its connection. A message for an unknown connection is late, and is dropped.
func (m *Mux) Deliver(msg Message) {
	m.mu.Lock()
	p := m.pumps[msg.Conn]
	m.mu.Unlock()
	if p == nil {
		return
	}
	if msg.Kind == More {
		select {
		case p.more <- struct{}{}:
		default:
		}
		return
	}
	select {
	case p.queue <- msg:
	case <-p.over:
	}
}

// Close closes all connections because of a fault.
func (m *Mux) Close(fault *Fault) {
	m.mu.Lock()
	var all []*pump
	for _, p := range m.pumps {
		all = append(all, p)
	}
	m.mu.Unlock()
	for _, p := range all {
		m.Deliver(Message{Conn: p.id, Kind: End, Fault: fault})
	}
}

func (m *Mux) forget(id uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.pumps, id)
}
