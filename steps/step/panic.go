package step

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// PanicError is a panic in a Run. It is a bug in the step, never in the feature.
type PanicError struct {
	// Value is the argument of panic.
	Value any
	// Stack is the part of the stack that belongs to the step, as formatted by debug.Stack.
	Stack string
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("the step panicked: %v; this is a bug in the step, not in the feature\n%s", e.Value, e.Stack)
}

func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Panicked returns the error for the result of recover, nil for nil. It must be called by the deferred function.
func Panicked(recovered any) *PanicError {
	if recovered == nil {
		return nil
	}
	return &PanicError{Value: recovered, Stack: trimStack(string(debug.Stack()))}
}

// trimStack keeps the frames between the panic and the call of Run or of a check: the others are the same for every step.
func trimStack(stack string) string {
	if i := strings.Index(stack, "\npanic("); i >= 0 {
		stack = stack[i+1:]
		for range 2 { // the two lines of panic itself
			_, stack, _ = strings.Cut(stack, "\n")
		}
	}
	for _, caller := range []string{"\nreflect.Value.call(", "\ngithub.com/gherkind/gherkind/steps/ownstep.", "\ncreated by "} {
		if i := strings.Index(stack, caller); i >= 0 {
			stack = stack[:i]
		}
	}
	return strings.TrimRight(stack, "\n")
}
