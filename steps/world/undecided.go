package world

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Undecided is the error of a request that the API server could not decide, for example because it was too busy or etcd did not
// answer.
type Undecided struct{ Err error }

func (e *Undecided) Error() string {
	return fmt.Sprintf("the API server was not able to decide: %v", e.Err)
}

// Unwrap returns the response of the API server.
func (e *Undecided) Unwrap() error { return e.Err }

// Is makes the error an [observe.ErrUnobserved].
func (e *Undecided) Is(target error) bool { return target == observe.ErrUnobserved }

// Decided wraps the error of a request in Undecided if the API server could not decide it, unless the scenario itself has
// stopped a part of the control plane.
func (w *World) Decided(err error) error {
	if w.StoppedControl() || !kube.Undecided(err) {
		return err
	}
	return &Undecided{err}
}
