package step

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

type textKey struct{}

// Text returns the text of the running step, without its keyword; empty outside of a step.
func Text(ctx context.Context) string {
	text, _ := ctx.Value(textKey{}).(string)
	return text
}

// WithText returns the context for running a step, from which [Text] returns its text.
func (m *Match) WithText(ctx context.Context) context.Context {
	return context.WithValue(ctx, textKey{}, m.Text)
}

type limitKey struct{}

// NamesLimit reports whether the running step says how long it may take: `within 30s`, in any language.
func NamesLimit(ctx context.Context) bool {
	names, _ := ctx.Value(limitKey{}).(bool)
	return names
}

type actsKey struct{}

// Acts reports whether the definition of the running step says that it changes the cluster.
func Acts(ctx context.Context) bool {
	acts, _ := ctx.Value(actsKey{}).(bool)
	return acts
}

// withLimit returns the context for running a step with these arguments, for [NamesLimit].
func withLimit(ctx context.Context, args []reflect.Value) context.Context {
	for _, arg := range args {
		if ending, is := arg.Interface().(Ending); is && ending.Within != 0 {
			return context.WithValue(ctx, limitKey{}, true)
		}
	}
	return ctx
}

// Expander is a state that resolves names in the values of a step.
type Expander interface {
	// Expand returns the text with these names replaced.
	Expand(ctx context.Context, text string) (string, error)
}

func expanded(ctx context.Context, state any, text string) (string, error) {
	if e, ok := state.(Expander); ok {
		return e.Expand(ctx, text)
	}
	return text, nil
}

// Run calls the function of the definition with the state of the scenario and the planned values. Only values with names that
// the state expands are parsed again, and references are resolved. A panic becomes a [*PanicError].
func (p *Planned) Run(ctx context.Context, state any) (err error) {
	defer func() {
		if p := Panicked(recover()); p != nil {
			err = p
		}
	}()
	args, err := p.arguments(ctx, state)
	if err != nil {
		return err
	}
	ctx = context.WithValue(withLimit(ctx, args), actsKey{}, p.Def.Acts)
	out := p.definition.shape.run.Call(append([]reflect.Value{reflect.ValueOf(ctx)}, args...))
	err, _ = out[0].Interface().(error)
	return err
}

// arguments returns the arguments of Run after the context.
func (p *Planned) arguments(ctx context.Context, state any) ([]reflect.Value, error) {
	s := reflect.ValueOf(state)
	if shape := p.definition.shape; !s.IsValid() || !s.Type().AssignableTo(shape.state) {
		return nil, fmt.Errorf("step %q wants a state of type %s and was given a %T; %w", p.Def.Name, shape.state, state, errTable)
	}
	values, err := p.expandedValues(ctx, state)
	if err != nil {
		return nil, err
	}
	if values, err = fillArguments(state, values); err != nil {
		return nil, err
	}
	if values, err = p.definition.shape.resolve(ctx, s, values); err != nil {
		return nil, err
	}
	args := append([]reflect.Value{s}, values...)
	below, err := p.expandedBelow(ctx, state)
	if err != nil {
		return nil, err
	}
	if below != nil {
		args = append(args, reflect.ValueOf(below))
	}
	return args, nil
}

// expandedValues returns the values with the names in them replaced.
func (p *Planned) expandedValues(ctx context.Context, state any) ([]reflect.Value, error) {
	groups := make([]string, len(p.groups))
	for i, text := range p.groups {
		text, err := expanded(ctx, state, filled(state, text, true))
		if err != nil {
			return nil, err
		}
		groups[i] = text
	}
	if slices.Equal(groups, p.groups) {
		return p.args, p.badText
	}
	values, problems := p.parse(groups, p.at, p)
	if len(problems) > 0 {
		return nil, badArguments(p.Text, problems)
	}
	return values, nil
}

// expandedBelow returns what is below the step, with the names in a doc string replaced.
func (p *Planned) expandedBelow(ctx context.Context, state any) (any, error) {
	if p.badBelow != nil {
		return nil, p.badBelow
	}
	if p.argument.Table != nil {
		return p.filledTable(state)
	}
	doc := p.argument.DocString
	if doc == nil {
		return p.below, nil
	}
	text, err := expanded(ctx, state, filled(state, doc.Text, false))
	if err != nil {
		return nil, err
	}
	if text == doc.Text {
		return p.below, nil
	}
	now := *doc
	now.Text = text
	return p.read(Argument{DocString: &now}, p.at)
}

// filledTable returns the table below the step, with the references to values in its cells replaced.
func (p *Planned) filledTable(state any) (any, error) {
	now := Table{}
	for _, row := range p.argument.Table.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = filled(state, cell, false)
		}
		now.Rows = append(now.Rows, cells)
	}
	return p.read(Argument{Table: &now}, p.at)
}
