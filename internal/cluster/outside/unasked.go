package outside

import (
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/outside/relay"
)

// Unasked says that a question did not get to where it should be asked from: nothing can be said of whom it was for.
type Unasked struct{ Err error }

func (e *Unasked) Error() string {
	return "the container that asks from outside the cluster: " + e.Err.Error()
}
func (e *Unasked) Unwrap() error { return e.Err }

// Unasked tells package probe, which does not know this one.
func (*Unasked) Unasked() bool { return true }

func unasked(err error) error { return &Unasked{err} }

// lostText begins the faults that are the relay's own.
const lostText = "relay: "

// told is the error of a connection.
func told(f *relay.Fault) error {
	if text, lost := strings.CutPrefix(f.Text, lostText); lost {
		return unasked(&relay.Fault{Text: text})
	}
	return f
}
