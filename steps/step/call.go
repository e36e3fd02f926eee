package step

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/cucumber/godog"
)

// arguments builds what Run receives after its context, from what godog passes: the captured texts, and then
// the doc string or table.
func (d *definition) arguments(ctx context.Context, state any, call Call, in []reflect.Value) ([]reflect.Value, error) {
	s := reflect.ValueOf(state)
	if !s.IsValid() || !s.Type().AssignableTo(d.shape.state) {
		return nil, fmt.Errorf("step %q wants a state of type %s and was given a %T; %w", d.Name, d.shape.state, state, errTable)
	}
	n := d.shape.groups()
	groups := make([]string, n)
	for i := range groups {
		text, err := expanded(ctx, state, in[i].String())
		if err != nil {
			return nil, err
		}
		groups[i] = text
	}
	values, problems := d.parse(call.Text, groups, call.Place)
	if len(problems) > 0 {
		return nil, badArguments(call.Text, problems)
	}
	values, err := d.shape.resolve(ctx, s, values)
	if err != nil {
		return nil, err
	}
	args := append([]reflect.Value{s}, values...)
	if d.shape.argument == NoArgument {
		return args, nil
	}
	below, ok := below(in[n].Interface(), call.ArgumentLine)
	if !ok { // godog passes nil when a table stands where a doc string is wanted, and the other way round
		m := Match{Text: call.Text, definition: d}
		return nil, m.checkKind(NoArgument)
	}
	if doc, ok := below.Interface().(DocString); ok {
		text, err := expanded(ctx, state, doc.Text)
		if err != nil {
			return nil, err
		}
		doc.Text = text
		below = reflect.ValueOf(doc)
	}
	return append(args, below), nil
}

// Expander is a state that knows what names in the values of a step stand for.
type Expander interface {
	// Expand returns a text with such names replaced.
	Expand(ctx context.Context, text string) (string, error)
}

func expanded(ctx context.Context, state any, text string) (string, error) {
	if e, ok := state.(Expander); ok {
		return e.Expand(ctx, text)
	}
	return text, nil
}

// below turns a doc string or table of godog into ours, which hide godog from the steps.
func below(arg any, line int) (reflect.Value, bool) {
	switch a := arg.(type) {
	case *godog.DocString:
		if a == nil {
			return reflect.Value{}, false
		}
		doc := DocString{MediaType: strings.TrimSpace(a.MediaType), Text: a.Content, Line: line}
		return reflect.ValueOf(doc), true
	case *godog.Table:
		if a == nil {
			return reflect.Value{}, false
		}
		return reflect.ValueOf(Table{Rows: rows(a)}), true
	default:
		return reflect.Value{}, false
	}
}

func rows(t *godog.Table) [][]string {
	out := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		for _, cell := range row.Cells {
			out[i] = append(out[i], cell.Value)
		}
	}
	return out
}
