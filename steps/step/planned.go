package step

import (
	"fmt"
	"reflect"
	"slices"
)

// Planned is a matched step with its parsed values. The checks before a run and the run itself use the same Planned. It does
// not change and is safe for concurrent use.
type Planned struct {
	*Match

	argument Argument
	at       Place
	args     []reflect.Value // the arguments of Run after the state
	badText  error           // why the values could not be parsed
	below    any             // the parsed doc string or table
	badBelow error           // why it could not be parsed
}

// Plan parses the values of the step and what is below it. Errors are kept in the result, and running it returns them.
func (m *Match) Plan(arg Argument, at Place) *Planned {
	p := &Planned{Match: m, argument: arg, at: at}
	values, problems := m.parse(m.groups, at, nil)
	p.args = values
	problems = slices.DeleteFunc(problems, func(e *ArgumentError) bool { return waits(e.Value) })
	if len(problems) > 0 {
		p.badText = badArguments(m.Text, problems)
	}
	p.below, p.badBelow = m.read(arg, at)
	return p
}

// Problems returns the errors of the values in the text, an [*ArgumentErrors], and of what is below the step, an
// [*ArgumentError].
func (p *Planned) Problems() (text, below error) { return p.badText, p.badBelow }

// Values returns the values of [Match.Values] with their parsed values, nil for bad ones.
func (p *Planned) Values() []Value {
	return p.values(p.parsed)
}

// parsed returns the parsed value of a group.
func (p *Planned) parsed(group int) any {
	if group < len(p.definition.types) {
		if !p.args[group].IsValid() {
			return nil
		}
		return p.args[group].Interface()
	}
	i := group - len(p.definition.types)
	switch end := p.args[len(p.args)-1].Interface().(type) {
	case Ending:
		return []any{end.Within, end.For}[i]
	case Span:
		return []any{end.For, end.Before}[i]
	}
	return nil
}

// Below returns the doc string as parsed by the ParseDoc of the definition, or the [DocString] or [Table] itself if there is no
// ParseDoc. It is nil if there is nothing below the step, or it could not be parsed.
func (p *Planned) Below() any { return p.below }

// HasEffect reports whether a step changes something although its definition does not act: what is below the step, such as a
// request, decides this with its method Reads.
func (p *Planned) HasEffect() bool {
	r, is := p.below.(interface{ Reads() bool })
	return is && !r.Reads()
}

// Args returns what Run receives after the state, without resolving references: the values of the placeholders, the [Ending] or
// [Span] if it takes one, and what is below the step; nil if there are errors.
func (p *Planned) Args() []any {
	if p.badText != nil || p.badBelow != nil {
		return nil
	}
	args := make([]any, len(p.args), len(p.args)+1)
	for i, v := range p.args {
		if !v.IsValid() {
			return nil // the value is known only during the scenario
		}
		args[i] = v.Interface()
	}
	if p.below != nil {
		args = append(args, p.below)
	}
	return args
}

// read parses the doc string or table of a step as its definition requires.
func (m *Match) read(arg Argument, at Place) (below any, err error) {
	if arg.Kind() != m.definition.shape.argument {
		return nil, m.checkKind(arg.Kind())
	}
	defer func() {
		if p := recover(); p != nil {
			below, err = nil, fmt.Errorf("the parser of the %s panicked: %v; %w", arg.Kind(), p, errTable)
		}
	}()
	if m.Def.Check != nil {
		err = m.Def.Check(arg, at)
	}
	switch {
	case err != nil:
	case arg.Table != nil:
		return *arg.Table, nil
	case arg.DocString == nil:
		return nil, nil //nolint:nilnil // there is nothing
	case m.Def.ParseDoc == nil:
		return *arg.DocString, nil
	default:
		below, err = m.Def.ParseDoc(*arg.DocString, at)
	}
	if err != nil {
		return nil, &ArgumentError{Step: m.Text, Err: fmt.Errorf("bad %s: %w", arg.Kind(), err)}
	}
	if !reflect.TypeOf(below).AssignableTo(m.definition.shape.below) {
		return nil, fmt.Errorf("its ParseDoc gave %T, but Run takes %s; %w", below, m.definition.shape.below, errTable)
	}
	return below, nil
}
