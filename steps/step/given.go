package step

import (
	"reflect"
	"strconv"

	"github.com/gherkind/gherkind/internal/values"
)

// valueName is the type of the placeholder that names a value.
const valueName = "value-name"

// ValueName returns the name of the value that the step sets; "" if it sets none.
func (p *Planned) ValueName() string {
	if p.Def.Values == GivesNothing {
		return ""
	}
	return p.textOf(valueName)
}

// ValueText returns the value that the step sets, if it is known before the run.
func (p *Planned) ValueText() string {
	for _, v := range p.Values() {
		if number, is := v.Parsed.(int); is && v.Type == "count" {
			return strconv.Itoa(number)
		}
	}
	return p.textOf("text")
}

// textOf returns the value of the first placeholder of a type whose values are texts.
func (p *Planned) textOf(typeName string) string {
	for _, v := range p.Values() {
		if text, is := v.Parsed.(string); is && v.Type == typeName {
			return text
		}
	}
	return ""
}

// waits reports whether a text refers to a value that becomes known only during the scenario.
func waits(text string) bool { return values.Waits(text) }

// Filler is a state that has the values that steps have set.
type Filler interface {
	// Value returns the value with this name.
	Value(name string) (value string, known bool)
}

// filled replaces the references to values in a text.
func filled(state any, text string, quoted bool) string {
	f, is := state.(Filler)
	if !is || !values.Any(text) {
		return text
	}
	value := f.Value
	if quoted {
		value = values.Quoted(value)
	}
	return values.Fill(text, value)
}

// fillable is the value of a placeholder that may contain references to values itself, such as a manifest.
type fillable interface {
	// Filled returns a copy in which the references are replaced.
	Filled(fill func(text string) string) (any, error)
}

// fillArguments replaces the references to values in the arguments of a step.
func fillArguments(state any, args []reflect.Value) ([]reflect.Value, error) {
	out := make([]reflect.Value, len(args))
	for i, arg := range args {
		out[i] = arg
		f, is := arg.Interface().(fillable)
		if !is {
			continue
		}
		now, err := f.Filled(func(text string) string { return filled(state, text, false) })
		if err != nil {
			return nil, err
		}
		out[i] = reflect.ValueOf(now)
	}
	return out, nil
}
