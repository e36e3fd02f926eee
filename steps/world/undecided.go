package world

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Undecided is the error of a request that the API server could not decide, for example because it was too busy or its store did not answer.
type Undecided struct{ Err error }

func (e *Undecided) Error() string {
	return fmt.Sprintf("the API server was not able to decide: %v", e.Err)
}

// Unwrap is what it answered.
func (e *Undecided) Unwrap() error { return e.Err }

// Is makes it an [observe.ErrUnobserved].
func (e *Undecided) Is(target error) bool { return target == observe.ErrUnobserved }

// Decided is the error of a request, which says nothing when the API server was not able to decide about it. A scenario that has
// stopped a part of the control plane has brought that about itself.
func (w *World) Decided(err error) error {
	if w.StoppedControl() || !kube.Undecided(err) {
		return err
	}
	return &Undecided{err}
}
