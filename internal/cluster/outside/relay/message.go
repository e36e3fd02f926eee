package relay

import (
	"encoding/gob"
	"io"
	"sync"
	"time"
)

// Kind says what a message is for.
type Kind int

// The kinds of messages.
const (
	Hello  Kind = iota // to the client, once, after the start
	Open               // to the relay: connect to Address, within Limit
	Opened             // to the client: connected, from Address, after Limit
	Failed             // to the client: not connected, because of Fault, after Limit
	Data               // both ways: data of the connection; answered by More
	More               // both ways: ready for the next Data
	End                // both ways: the connection is closed, because of Fault if there is one
)

// Message is exchanged by the two sides, encoded with gob.
type Message struct {
	Conn    uint64 // chosen by the client
	Kind    Kind
	Address string
	Direct  bool // for Open: only hosts on the container's own network, without a router
	Limit   time.Duration
	Data    []byte
	Fault   *Fault
}

// Fault is an error in a form that can be sent.
type Fault struct {
	Text    string // as in package net
	Expired bool
}

func (f *Fault) Error() string { return f.Text }

// Timeout implements net.Error.
func (f *Fault) Timeout() bool { return f.Expired }

// Temporary implements net.Error.
func (f *Fault) Temporary() bool { return f.Expired }

// sender writes one message at a time.
type sender struct {
	mu  sync.Mutex
	out *gob.Encoder
}

func newSender(out io.Writer) *sender { return &sender{out: gob.NewEncoder(out)} }

func (s *sender) send(m Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Encode(m)
}
