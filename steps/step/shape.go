package step

import (
	"context"
	"errors"
	"fmt"
	"reflect"
)

// shape is the signature of a Run.
type shape struct {
	run      reflect.Value
	state    reflect.Type   // type of the second parameter
	params   []parameter    // parameters for the values of the placeholders
	values   []reflect.Type // types of the placeholders, as the parameters take them
	ending   bool           // it takes an Ending
	span     bool           // it takes a Span
	argument HasArgument    // what must be below the step
	below    reflect.Type   // type of its parameter
}

// inspect checks the signature of run against the number of placeholders. With parsesDoc, the last parameter receives the
// parsed doc string.
func inspect(run any, state reflect.Type, placeholders int, parsesDoc bool) (shape, error) {
	v := reflect.ValueOf(run)
	if v.Kind() != reflect.Func || v.IsNil() {
		return shape{}, errors.New("the Run must be a function")
	}
	t := v.Type()
	if err := checkFrame(t, state); err != nil {
		return shape{}, fmt.Errorf("the Run is %s: %w", t, err)
	}
	s := shape{run: v, state: t.In(1)}
	rest := make([]reflect.Type, 0, t.NumIn())
	for i := 2; i < t.NumIn(); i++ {
		rest = append(rest, t.In(i))
	}
	rest, err := s.takeValues(rest, placeholders)
	if err != nil {
		return shape{}, fmt.Errorf("the Run is %s: %w", t, err)
	}
	if len(rest) > 0 && rest[0] == reflect.TypeFor[Ending]() {
		s.ending, rest = true, rest[1:]
	}
	if len(rest) > 0 && rest[0] == reflect.TypeFor[Span]() {
		s.span, rest = true, rest[1:]
	}
	if s.argument, s.below = argumentOf(rest, parsesDoc); s.argument != NoArgument {
		rest = rest[1:]
	} else if parsesDoc {
		return shape{}, fmt.Errorf("the Run is %s: it has no parameter for what ParseDoc gives", t)
	}
	if len(rest) > 0 {
		return shape{}, fmt.Errorf("the Run is %s: no placeholder is left for its parameter %s", t, rest[0])
	}
	return s, nil
}

// checkFrame checks what every Run has: context, state and error.
func checkFrame(t, state reflect.Type) error {
	switch {
	case t.IsVariadic():
		return errors.New("it must not be variadic")
	case t.NumOut() != 1 || t.Out(0) != reflect.TypeFor[error]():
		return errors.New("it must return an error and nothing else")
	case t.NumIn() < 2 || t.In(0) != reflect.TypeFor[context.Context]():
		return fmt.Errorf("its first parameters must be context.Context and %s", state)
	case !state.AssignableTo(t.In(1)):
		return fmt.Errorf("its second parameter must be the state, %s", state)
	default:
		return nil
	}
}

// argumentOf returns, by the type of the parameter after the values, what must be below the step.
func argumentOf(rest []reflect.Type, parsesDoc bool) (HasArgument, reflect.Type) {
	if len(rest) == 0 {
		return NoArgument, nil
	}
	switch {
	case parsesDoc, rest[0] == reflect.TypeFor[DocString]():
		return WithDocString, rest[0]
	case rest[0] == reflect.TypeFor[Table]():
		return WithTable, rest[0]
	default:
		return NoArgument, nil
	}
}
