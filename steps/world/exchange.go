package world

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
)

// Exchange is the last request of a scenario and its answer, if known.
type Exchange struct {
	Request string   // description, for messages
	About   kube.Ref // the object that a failure is about
	// Send sends the request again; nil if it is sent only once.
	Send func(context.Context) (probe.Answer, error)
	// Beside sends the request in parallel with the steps; it is safe for concurrent use.
	Beside func(context.Context) (probe.Answer, error)
	// Answer is the last answer; nil if the next check must request a new one.
	Answer *probe.Answer
	// Lost is why a replay does not have the answer to a request that is sent only once.
	Lost error
	// Wanted are the checks of consecutive steps, which must all be met by the same answer.
	Wanted []func(probe.Answer) error
	// Step is the number of the last step about this request.
	Step int
}

// Exchanged makes this the last request of the scenario.
func (w *World) Exchanged(e *Exchange) {
	e.Step = w.At()
	w.exchange = e
}

// Exchange returns the last request of the scenario; nil if there is none.
func (w *World) Exchange() *Exchange { return w.exchange }

// Trust contains the certificates that HTTPS requests accept in addition to those that this machine trusts.
type Trust struct {
	Of      string // their source, as written in the step
	PEM     []byte
	Anybody bool
}

// SetTrust sets the certificates for later requests.
func (w *World) SetTrust(t Trust) { w.trust = t }

// Trust returns the current certificates.
func (w *World) Trust() Trust { return w.trust }
