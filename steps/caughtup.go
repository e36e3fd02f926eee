package steps

import (
	"context"
	"reflect"

	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// caughtUp returns groups of a project whose actions end when the scenario has seen what they have changed, also with a client of
// their own or through an application.
func caughtUp(own []step.Group) []step.Group {
	groups := make([]step.Group, len(own))
	for i, group := range own {
		groups[i] = group
		groups[i].Defs = make([]step.Def, len(group.Defs))
		for j, def := range group.Defs {
			if def.Acts {
				def.Run = thenCaughtUp(def.Run)
			}
			groups[i].Defs[j] = def
		}
	}
	return groups
}

// thenCaughtUp returns a function of the same type that catches up after run. What is no function of a step is returned as it is, so
// that its fault is reported.
//
//nolint:contextcheck,nolintlint // the callers have no context: the context is the first argument of the returned function
func thenCaughtUp(run any) any {
	f := reflect.ValueOf(run)
	if f.Kind() != reflect.Func || f.IsNil() {
		return run
	}
	of := f.Type()
	if of.IsVariadic() || of.NumIn() < 2 || of.In(0) != reflect.TypeFor[context.Context]() || of.In(1) != reflect.TypeFor[*world.World]() ||
		of.NumOut() != 1 || of.Out(0) != reflect.TypeFor[error]() {
		return run
	}
	return reflect.MakeFunc(of, func(args []reflect.Value) []reflect.Value {
		out := f.Call(args)
		if !out[0].IsNil() {
			return out
		}
		if err := args[1].Interface().(*world.World).CatchUp(args[0].Interface().(context.Context)); err != nil {
			return []reflect.Value{reflect.ValueOf(&err).Elem()}
		}
		return out
	}).Interface()
}
