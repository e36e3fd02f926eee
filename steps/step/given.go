package step

import (
	"reflect"

	"github.com/gherkind/gherkind/internal/values"
)

// valueName is the type of the placeholder that names a value.
const valueName = "value-name"

// ValueName is the name of the value that the step gives; "" when it gives none.
func (p *Planned) ValueName() string {
	if p.Def.Values == GivesNothing {
		return ""
	}
	return p.textOf(valueName)
}

// ValueText is the value that the step gives, when that is known before the run.
func (p *Planned) ValueText() string { return p.textOf("text") }

// textOf is the value of the first placeholder of a type whose values are texts.
func (p *Planned) textOf(typeName string) string {
	for _, v := range p.Values() {
		if text, is := v.Parsed.(string); is && v.Type == typeName {
			return text
		}
	}
	return ""
}

// waits reports whether the value of a placeholder asks for one that becomes known when the scenario runs.
func waits(text string) bool { return values.Waits(text) }

// Filler is a state that knows the values which steps have noted.
type Filler interface {
	// Value gives the value of a name.
	Value(name string) (value string, known bool)
}

// filled puts noted values into a text.
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

// fillable is the value of a placeholder, such as a manifest, that may itself ask for values.
type fillable interface {
	// Filled is the same with values put in; the one that it is called on does not change.
	Filled(fill func(text string) string) (any, error)
}

// fillArguments puts noted values into those arguments of a step that ask for some.
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
