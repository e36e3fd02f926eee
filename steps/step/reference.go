package step

import (
	"context"
	"fmt"
	"reflect"
)

// parameter is a parameter of a Run that takes values from the text.
type parameter struct {
	of     reflect.Type   // type of the parameter
	values []reflect.Type // types of the placeholders that it takes
	finds  bool           // it is a reference, with a method Resolve
}

// parameterOf inspects the type of a parameter. If its pointer has the method
//
//	Resolve(ctx context.Context, s S, values...) error
//
// it is a reference, which takes as many placeholders as the method takes values. Every other type takes one.
func parameterOf(t, state reflect.Type) parameter {
	method, has := reflect.PointerTo(t).MethodByName(resolveName)
	if !has || !resolves(method.Type, state) {
		return parameter{of: t, values: []reflect.Type{t}}
	}
	p := parameter{of: t, finds: true}
	for i := 3; i < method.Type.NumIn(); i++ {
		p.values = append(p.values, method.Type.In(i))
	}
	return p
}

const resolveName = "Resolve"

// resolves checks the signature of a method Resolve: receiver, context, state, and at least one value.
func resolves(m, state reflect.Type) bool {
	return !m.IsVariadic() && m.NumOut() == 1 && m.Out(0) == reflect.TypeFor[error]() &&
		m.NumIn() > 3 && m.In(1) == reflect.TypeFor[context.Context]() && state.AssignableTo(m.In(2))
}

// takeValues assigns the placeholders to the first parameters, and returns the types of the other parameters.
func (s *shape) takeValues(rest []reflect.Type, placeholders int) ([]reflect.Type, error) {
	for len(s.values) < placeholders {
		if len(rest) == 0 {
			return nil, fmt.Errorf("it has parameters for %d values after the state, but the pattern has %d placeholders",
				len(s.values), placeholders)
		}
		p := parameterOf(rest[0], s.state)
		s.params, s.values, rest = append(s.params, p), append(s.values, p.values...), rest[1:]
		if len(s.values) > placeholders {
			return nil, fmt.Errorf("its parameter %s takes %d values: there are %d placeholders too few",
				p.of, len(p.values), len(s.values)-placeholders)
		}
	}
	return rest, nil
}

// resolve converts the values of the placeholders to the parameters of Run. The arguments after them, such as an ending, are
// unchanged.
func (s shape) resolve(ctx context.Context, state reflect.Value, values []reflect.Value) ([]reflect.Value, error) {
	args := make([]reflect.Value, 0, len(values))
	for _, p := range s.params {
		own := values[:len(p.values)]
		values = values[len(p.values):]
		if !p.finds {
			args = append(args, own[0])
			continue
		}
		found := reflect.New(p.of)
		in := append([]reflect.Value{reflect.ValueOf(ctx), state}, own...)
		if err, _ := found.MethodByName(resolveName).Call(in)[0].Interface().(error); err != nil {
			return nil, err
		}
		args = append(args, found.Elem())
	}
	return append(args, values...), nil
}
