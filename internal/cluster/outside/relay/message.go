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
	Hello  Kind = iota // to the asker, once: here I am
	Open               // to the relay: connect to Address, for Limit at most
	Opened             // to the asker: that is done, from Address, and took Limit
	Failed             // to the asker: it is not, for Fault, and took Limit
	Data               // both ways: what came over the connection; answered by More
	More               // both ways: there is room for the next Data
	End                // both ways: the connection is over, for Fault or in good order
)

// Message is what the two sides send each other, in gob.
type Message struct {
	Conn    uint64 // chosen by the asker
	Kind    Kind
	Address string
	Direct  bool // of Open: only to who is on the container's own network, by no router
	Limit   time.Duration
	Data    []byte
	Fault   *Fault
}

// Fault is an error as it crosses the streams.
type Fault struct {
	Text    string // as package net says it
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
