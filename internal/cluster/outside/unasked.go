package outside

import (
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/outside/relay"
)

// Unasked says that a request was not sent: the error says nothing about its target.
type Unasked struct{ Err error }

func (e *Unasked) Error() string {
	return "the container that asks from outside the cluster: " + e.Err.Error()
}
func (e *Unasked) Unwrap() error { return e.Err }

// Unasked is the method by which package probe recognises this error without importing it.
func (*Unasked) Unasked() bool { return true }

func unasked(err error) error { return &Unasked{err} }

// lostText is the prefix of the relay's own faults.
const lostText = "relay: "

// told returns the error of a connection.
func told(f *relay.Fault) error {
	if text, lost := strings.CutPrefix(f.Text, lostText); lost {
		return unasked(&relay.Fault{Text: text})
	}
	return f
}
