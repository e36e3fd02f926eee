package step_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/steps/step"
)

func spanCatalogue(t *testing.T, defs ...step.Def) *step.Catalogue {
	t.Helper()
	moment := step.Type{
		Name: "moment", Doc: "A moment.", Example: `job "x" existed`, Pattern: `[a-z]+ "[^"]*" existed`,
		Parse: func(text string, _ step.Place) (any, error) { return strings.TrimSuffix(text, " existed"), nil },
	}
	c, err := step.New(reflect.TypeFor[*toys](), append(types(), moment), group(defs...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func spanDefs() []step.Def {
	return []step.Def{
		{
			Name: "never", Pattern: "pod {pod} was never {status}", Doc: "It was not.", Example: `Then pod "web" was never Failed`,
			Run: func(context.Context, *toys, string, string, step.Span) error { return nil },
		},
		{
			Name: "act", Acts: true, Pattern: "pod {pod} is made", Doc: "It is made.", Example: `When pod "web" is made`,
			Run: func(context.Context, *toys, string) error { return nil },
		},
	}
}

func TestSpan(t *testing.T) {
	c := spanCatalogue(t, spanDefs()...)
	for text, want := range map[string]struct {
		span  step.Span
		looks bool
		wrong string
	}{
		`pod "a" was never Failed`:                                       {looks: true},
		`pod "a" was never Failed for 5s`:                                {span: step.Span{For: 5 * time.Second}},
		`pod "a" was never Failed before job "b" existed`:                {span: step.Span{Before: `job "b"`}},
		`throughout, pod "a" was never Failed`:                           {span: step.Span{Throughout: true}},
		`throughout, pod "a" was never Failed for 5s`:                    {wrong: "say one of them"},
		`pod "a" was never Failed for 5s before job "b" existed`:         {wrong: "say one of them"},
		`pod "a" was never Failed for 5x`:                                {wrong: `bad duration "5x"`},
		`throughout, pod "a" was never Failed before job "b" existed`:    {wrong: "say one of them"},
		`pod "a" was never Failed for 5s   before   job "b" existed`:     {wrong: "say one of them"},
		`throughout,  pod "a" was never Failed   before job "b" existed`: {wrong: "say one of them"},
	} {
		m, err := c.Match(text, step.NoArgument)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		values, err := planned(m, step.NoArgument, step.Place{})
		if want.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), want.wrong) {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if err != nil || values[2] != want.span || values[1] != "Failed" || m.LooksBack() != want.looks {
			t.Errorf("%s: %v, %v, looks back: %v", text, values, err, m.LooksBack())
		}
	}
}

func TestSpanValuesAndWays(t *testing.T) {
	m, err := spanCatalogue(t, spanDefs()...).Match(`pod "a" was never Failed before job "b" existed`, step.NoArgument)
	if err != nil {
		t.Fatal(err)
	}
	if values := m.Values(); len(values) != 3 || values[2] != (step.Value{Type: "moment", Text: `job "b" existed`, Start: 32}) {
		t.Errorf("%v", values)
	}
	m, err = spanCatalogue(t, spanDefs()...).Match(`pod "a" was never Failed`, step.NoArgument)
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range m.WithSpans() {
		again, err := spanCatalogue(t, spanDefs()...).Match(way, step.NoArgument)
		if err == nil {
			_, err = planned(again, step.NoArgument, step.Place{})
		}
		if err != nil || again.LooksBack() {
			t.Errorf("%s: %v", way, err)
		}
	}
}

func TestSpanNeedsMoments(t *testing.T) {
	_, err := step.New(reflect.TypeFor[*toys](), types(), group(spanDefs()...))
	if err == nil || !strings.Contains(err.Error(), "needs a type {moment}") {
		t.Error(err)
	}
}

// The suggestion for a step with a typo keeps its span.
func TestSpanIsSuggested(t *testing.T) {
	c := spanCatalogue(t, spanDefs()...)
	for text, want := range map[string]string{
		`throughout, pod "a" was nver Failed`:            `throughout, pod "a" was never Failed`,
		`pod "a" was nver Failed for 5s`:                 `pod "a" was never Failed for 5s`,
		`pod "a" was nver Failed before job "b" existed`: `pod "a" was never Failed before job "b" existed`,
	} {
		_, err := c.Match(text, step.NoArgument)
		undefined, ok := err.(*step.UndefinedError) //nolint:errorlint // it is returned as it is
		if !ok || !slices.Contains(undefined.Suggestions, want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
