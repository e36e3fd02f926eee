package step_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

// change returns the first toy step with a change.
func change(f func(*step.Def)) step.Def {
	d := toyDefs()[0]
	f(&d)
	return d
}

func TestNewFindsMistakes(t *testing.T) {
	run := func(f any) step.Def { return change(func(d *step.Def) { d.Run = f }) }
	for _, tc := range []struct {
		name string
		def  step.Def
		want string
	}{
		{"no function", run(1), "Run must be a function"},
		{"nil function", run((func())(nil)), "Run must be a function"},
		{"no ctx", run(func(*toys, string, string) error { return nil }), "first parameters must be context.Context and *step_test.toys"},
		{"other state", run(func(context.Context, int, string, string) error { return nil }), "second parameter must be the state, *step_test.toys"},
		{"no error", run(func(context.Context, *toys, string, string) {}), "must return an error"},
		{"two results", run(func(context.Context, *toys, string, string) (int, error) { return 0, nil }), "must return an error and nothing else"},
		{"variadic", run(func(context.Context, *toys, ...string) error { return nil }), "must not be variadic"},
		{"too few", run(func(context.Context, *toys, string) error { return nil }), "has parameters for 1 values after the state, but the pattern has 2 placeholders"},
		{"too many", run(func(context.Context, *toys, string, string, int) error { return nil }), "no placeholder is left for its parameter int"},
		{"after doc", run(func(context.Context, *toys, string, string, step.DocString, step.Table) error { return nil }), "no placeholder is left for its parameter step.Table"},
		{"order", run(func(context.Context, *toys, string, string, step.Table, step.Ending) error { return nil }), "no placeholder is left for its parameter step.Ending"},
		{"other type", run(func(context.Context, *toys, int, string, step.Ending) error { return nil }), "the parser of {pod} gave string, but Run takes int"},
		{"unknown type", change(func(d *step.Def) { d.Pattern = "pod {pot} is {status}" }), "placeholder {pot} has no type"},
		{"bad pattern", change(func(d *step.Def) { d.Pattern = "pod {pod is {status}" }), "must hold plain words only"},
		{"no doc", change(func(d *step.Def) { d.Doc = " " }), "needs a Doc and an Example"},
		{"no example", change(func(d *step.Def) { d.Example = "" }), "needs a Doc and an Example"},
		{"bad name", change(func(d *step.Def) { d.Name = "Pod_is" }), `step "Pod_is": the name must be in kebab case`},
		{"no keyword", change(func(d *step.Def) { d.Example = `pod "web" is Running` }), "must be one step with its keyword"},
		{"two steps", change(func(d *step.Def) { d.Example = "Given a\nGiven b" }), "must be one step with its keyword"},
		{"example of nothing", change(func(d *step.Def) { d.Example = `Then pod web is Running` }), `undefined step: pod web is Running; did you mean: pod "web" is Running`},
		{"example with bad value", change(func(d *step.Def) { d.Example += "x" }), `bad duration "30sx"`},
		{"example with a doc string", change(func(d *step.Def) { d.Example += "\n\"\"\"\nx\n\"\"\"" }), "takes no doc string"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := newToys(t, tc.def)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got:  %v\nwant: … %s …", err, tc.want)
			}
		})
	}
}

func TestNewJoinsAllMistakes(t *testing.T) {
	twin := toyDefs()[0]
	_, err := newToys(t, twin, twin, change(func(d *step.Def) { d.Name, d.Run = "x", 1 }))
	for _, want := range []string{
		`step "pod-is" (pod {pod} is {status}): the name must be unique`,
		`step "x": the Run must be a function`,
		`ambiguous step: pod "web" is Running within 30s fits pod-is (pod {pod} is {status} [within …] [for …]) and pod-is (`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got:  %v\nwant: … %s …", err, want)
		}
	}
}

func TestNewFindsTheExampleOfAnother(t *testing.T) {
	d := toyDefs()[7]
	d.Example = "When I read my text"
	_, err := newToys(t, d, toyDefs()[8])
	if err == nil || !strings.Contains(err.Error(), "it fits text (I read my text), not this step") {
		t.Errorf("got %v", err)
	}
}

// The examples may be unambiguous while another way to write the same step is not.
func TestNewFindsAmbiguityAwayFromTheExamples(t *testing.T) {
	narrow := toyDefs()[7]
	narrow.Name, narrow.Pattern, narrow.Example = "now", `I remove pods "web" now`, `When I remove pods "web" now`
	for name, defs := range map[string][]step.Def{
		"example":     {toyDefs()[1], narrow},
		"other order": {narrow, toyDefs()[1]},
	} {
		if _, err := newToys(t, defs...); err == nil || !strings.Contains(err.Error(), "ambiguous step") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	wide := toyDefs()[7]
	wide.Name, wide.Pattern, wide.Example = "wide", "I {word} pods {string} now", `When I like pods "web" now`
	_, err := newToys(t, toyDefs()[1], wide)
	if err == nil || !strings.Contains(err.Error(), "placeholders") {
		t.Fatalf("the toy must be wrong in its signature first: %v", err)
	}
	wide.Run = func(context.Context, *toys, string, string) error { return nil }
	_, err = newToys(t, toyDefs()[1], wide)
	if err == nil || !strings.Contains(err.Error(), `ambiguous step: I delete pods "web" now`) {
		t.Errorf("got %v", err)
	}
}

func TestNewChecksTypes(t *testing.T) {
	good := anyWord()
	for _, tc := range []struct {
		change func(*step.Type)
		want   string
	}{
		{func(t *step.Type) { t.Name = "a b" }, "kebab case"},
		{func(t *step.Type) { t.Doc = "" }, "needs a Doc and a Parse"},
		{func(t *step.Type) { t.Parse = nil }, "needs a Doc and a Parse"},
		{func(t *step.Type) { t.Pattern = "(" }, "compile its pattern"},
		{func(t *step.Type) { t.Pattern = "(a)" }, "has a capture group"},
		{func(t *step.Type) { t.Pattern = "a*" }, "matches nothing at all"},
		{func(t *step.Type) { t.Example = "two words" }, "does not match the pattern"},
	} {
		bad := good
		tc.change(&bad)
		_, err := step.New(reflect.TypeFor[*toys](), []step.Type{bad})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("got %v, want … %s …", err, tc.want)
		}
	}
	if _, err := step.New(reflect.TypeFor[*toys](), []step.Type{good, good}); err == nil {
		t.Error("two types with the same name were accepted")
	}
	if _, err := step.New(nil, nil); err == nil {
		t.Error("a missing state type was accepted")
	}
}

func TestParserThatPanicsOrGivesNothing(t *testing.T) {
	for name, parse := range map[string]func(string, step.Place) (any, error){
		"panics": func(string, step.Place) (any, error) { panic("oh") },
		"nil":    func(string, step.Place) (any, error) { return nil, nil },
	} {
		ty := anyWord()
		ty.Parse = parse
		d := step.Def{
			Name: "x", Pattern: "a {word}", Doc: "x", Example: "Given a b",
			Run: func(context.Context, *toys, any) error { return nil },
		}
		_, err := step.New(reflect.TypeFor[*toys](), []step.Type{ty}, group(d))
		if err == nil || !strings.Contains(err.Error(), "this is a bug in the step") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// The catalogue has no files, so it cannot validate examples whose parser reads files.
func TestExamplesMayNameFiles(t *testing.T) {
	d := toyDefs()[2]
	d.Check = func(_ step.Argument, at step.Place) error {
		_, err := at.FS.Open("x")
		return errors.Join(err)
	}
	if _, err := newToys(t, d, toyDefs()[3]); err != nil {
		t.Error(err)
	}
}
