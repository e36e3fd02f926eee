package step

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"time"
)

// parse converts the captured texts of the placeholders, and of the endings if there are any. Planned values are reused if
// their texts are unchanged. References are resolved later, by [shape.resolve].
func (m *Match) parse(groups []string, at Place, planned *Planned) ([]reflect.Value, []*ArgumentError) {
	d := m.definition
	if at.FS == nil {
		at.FS = noFiles{}
	}
	values := make([]reflect.Value, 0, len(groups))
	var problems []*ArgumentError
	for i, t := range d.types {
		if planned != nil && planned.groups[i] == groups[i] && planned.args[i].IsValid() {
			values = append(values, planned.args[i])
			continue
		}
		v, err := convert(t, groups[i], at, d.shape.values[i])
		if err != nil {
			problems = append(problems, &ArgumentError{Type: t.Name, Value: groups[i], Err: err})
		}
		values = append(values, v)
	}
	if d.shape.ending {
		ending, bad := parseEnding(groups[len(d.types):])
		values, problems = append(values, reflect.ValueOf(ending)), append(problems, bad...)
	}
	if d.shape.span {
		span, bad := d.parseSpan(m.throughout, groups[len(d.types):], at)
		values, problems = append(values, span), append(problems, bad...)
	}
	return values, problems
}

// parseEnding parses the two texts of an ending; an empty text is not written.
func parseEnding(groups []string) (e Ending, problems []*ArgumentError) {
	for i, target := range []*time.Duration{&e.Within, &e.For} {
		if groups[i] == "" {
			continue
		}
		d, err := parseDuration(groups[i])
		if err != nil {
			problems = append(problems, &ArgumentError{Type: "duration", Value: groups[i], Err: err})
		}
		*target = d
	}
	return e, problems
}

// convert parses one value and converts it to the type of the parameter.
func convert(t Type, text string, at Place, param reflect.Type) (v reflect.Value, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser of {%s} panicked: %v; this is a bug in the step", t.Name, p)
		}
	}()
	value, err := t.Parse(text, at)
	if err != nil {
		return reflect.Value{}, err
	}
	v = reflect.ValueOf(value)
	if !v.IsValid() || !v.Type().AssignableTo(param) {
		return reflect.Value{}, fmt.Errorf("the parser of {%s} gave %T, but Run takes %s; %w", t.Name, value, param, errTable)
	}
	return v, nil
}

// errTable marks mistakes in the table of definitions, which no author of features can fix.
var errTable = errors.New("this is a bug in the step")

// noFiles is the FS of a Place without files, so that a parser gets an error instead of a nil pointer.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
