package ownstep

import "github.com/gherkind/gherkind/internal/observe"

// Unobserved marks the error of a step that could not find out whether its condition is met: the scenario does not fail, its result
// is infrastructure.
func Unobserved(err error) error { return &unobserved{err} }

type unobserved struct{ error }

func (u *unobserved) Unwrap() error { return u.error }

// Is makes the error an [observe.ErrUnobserved].
func (*unobserved) Is(target error) bool { return target == observe.ErrUnobserved }
