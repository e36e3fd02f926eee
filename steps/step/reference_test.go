package step_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

// found is a reference with two values.
type found struct{ pod, status string }

func (f *found) Resolve(_ context.Context, s *toys, pod, status string) error {
	s.calls = append(s.calls, "resolve "+pod)
	switch pod {
	case "none":
		return errors.New("there is no such pod")
	case "panic":
		panic("oh no")
	}
	f.pod, f.status = "pods/"+pod, status
	return nil
}

// resolver has a method Resolve with another signature, so it is an ordinary value.
type resolver string

func (*resolver) Resolve(context.Context) error { return nil }

func referring(run any) step.Def {
	return step.Def{Name: "referring", Pattern: "{pod} gets {status} and {count} of {pod}", Doc: "A toy.", Example: `Then "web" gets Running and 1 of "db"`, Run: run}
}

// TestReferences: a parameter that is a reference takes the values of its placeholders and is resolved once, when the step
// runs; its error is the error of the step.
func TestReferences(t *testing.T) {
	c := toysAnd(t, referring(func(_ context.Context, s *toys, f found, n int, db string, e step.Ending) error {
		s.calls = append(s.calls, f, n, db, e)
		return nil
	}))
	for text, want := range map[string][]any{
		`"web" gets Running and 2 of "db" within 1s`: {"resolve web", found{"pods/web", "Running"}, 2, "db", step.Ending{Within: 1e9}},
		`"none" gets Running and 2 of "db"`:          {"resolve none"},
		`"panic" gets Running and 2 of "db"`:         {"resolve panic"},
		`"web" gets Running and x of "db"`:           nil, // with a bad value, nothing is resolved
	} {
		state := &toys{}
		m, err := c.Match(text, step.NoArgument)
		if err != nil {
			t.Fatal(err)
		}
		err = m.Plan(step.Argument{}, step.Place{}).Run(t.Context(), state)
		if !reflect.DeepEqual(state.calls, want) {
			t.Errorf("%s: %#v", text, state.calls)
		}
		switch {
		case strings.Contains(text, "none") && (err == nil || err.Error() != "there is no such pod"):
			t.Errorf("%s: %v", text, err)
		case strings.Contains(text, "panic"):
			if _, is := errors.AsType[*step.PanicError](err); !is {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	m, err := c.Match(`"none" gets Running and 2 of "db"`, step.NoArgument)
	if err != nil {
		t.Fatal(err)
	}
	values, err := planned(m, step.NoArgument, step.Place{})
	if want := []any{"none", "Running", 2, "db", step.Ending{}}; err != nil || !reflect.DeepEqual(values, want) {
		t.Errorf("before a run: %#v, %v", values, err)
	}
}

// TestNewChecksReferences: New checks that the values fit the references.
func TestNewChecksReferences(t *testing.T) {
	for want, run := range map[string]any{
		"its parameter step_test.found takes 2 values: there are 1 placeholders too few": func(context.Context, *toys, string, string, int, found) error { return nil },
		"it has parameters for 3 values after the state, but the pattern has 4":          func(context.Context, *toys, found, int) error { return nil },
		"no placeholder is left for its parameter step_test.found":                       func(context.Context, *toys, string, string, int, string, found) error { return nil },
		"the parser of {count} gave int, but Run takes string":                           func(context.Context, *toys, string, found, string) error { return nil },
		"the parser of {pod} gave string, but Run takes step_test.resolver":              func(context.Context, *toys, resolver, string, int, string) error { return nil },
	} {
		if _, err := newToys(t, referring(run)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want … %s …", err, want)
		}
	}
}
