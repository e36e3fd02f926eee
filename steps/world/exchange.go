package world

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
)

// Exchange is the last request of a scenario, and its answer as far as it is known.
type Exchange struct {
	Request string   // in a sentence
	About   kube.Ref // whom a failure is about
	// Send sends it again; nil for a request that is sent once.
	Send func(context.Context) (probe.Answer, error)
	// Beside sends it beside the scenario, from any goroutine.
	Beside func(context.Context) (probe.Answer, error)
	// Answer is the last one; nil when the next check must get one.
	Answer *probe.Answer
	// Lost is why a replay does not know the answer to a request that was sent once.
	Lost error
	// Wanted is what steps one after the other have said of one and the same answer.
	Wanted []func(probe.Answer) error
	// Step is the number of the last step that was about it.
	Step int
}

// Exchanged begins to speak of another request.
func (w *World) Exchanged(e *Exchange) {
	e.Step = w.At()
	w.exchange = e
}

// Exchange is the request that the scenario has sent last; nil when it has sent none.
func (w *World) Exchange() *Exchange { return w.exchange }

// Trust says which certificates requests by HTTPS accept, besides those that this machine does.
type Trust struct {
	Of      string // what they are from, as the step has it
	PEM     []byte
	Anybody bool
}

// SetTrust holds from now on.
func (w *World) SetTrust(t Trust) { w.trust = t }

// Trust is what holds now.
func (w *World) Trust() Trust { return w.trust }
