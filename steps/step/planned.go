package step

import (
	"fmt"
	"reflect"
	"slices"
)

// Planned is a step that has been matched and whose values have been parsed, once: what looks at a scenario before its run
// looks at it, and the run takes its values from it. It does not change, and may be run by many goroutines at once.
type Planned struct {
	*Match

	argument Argument
	at       Place
	args     []reflect.Value // what Run receives after the state
	badText  error           // why there are no values
	below    any             // what the doc string or table was read as
	badBelow error           // why it could not be
}

// Plan parses the values of the step and reads what stands below it. What is wrong with them is in the result, and is the
// error of its run.
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

// Problems are what is wrong with the values in the text, an [*ArgumentErrors], and with what stands below it, an
// [*ArgumentError].
func (p *Planned) Problems() (text, below error) { return p.badText, p.badBelow }

// Values are those of [Match.Values], with what they were parsed as; a bad one has nothing.
func (p *Planned) Values() []Value {
	return p.values(p.parsed)
}

// parsed is what the text of a group was parsed as.
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

// Below is what the doc string was read as, by the ParseDoc of the definition; the [DocString] or [Table] itself where it has
// none, and nil for a step without any, or with one that cannot be read.
func (p *Planned) Below() any { return p.below }

// HasEffect tells of a step that changes something although its definition is none of an action: what stands below it, such as a
// request, says so by its method Reads.
func (p *Planned) HasEffect() bool {
	r, is := p.below.(interface{ Reads() bool })
	return is && !r.Reads()
}

// Args are what Run receives after the state, references not resolved: the values of the placeholders, the [Ending] or [Span]
// when it takes one, and what stands below the step; nil when anything is wrong with them.
func (p *Planned) Args() []any {
	if p.badText != nil || p.badBelow != nil {
		return nil
	}
	args := make([]any, len(p.args), len(p.args)+1)
	for i, v := range p.args {
		if !v.IsValid() {
			return nil // it is known when the scenario runs
		}
		args[i] = v.Interface()
	}
	if p.below != nil {
		args = append(args, p.below)
	}
	return args
}

// read reads the doc string or table of a step, as the definition wants it.
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
