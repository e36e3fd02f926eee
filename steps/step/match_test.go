package step_test

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gherkind/gherkind/steps/step"
)

func TestMatchAndParse(t *testing.T) {
	place := step.Place{FS: fstest.MapFS{"a.yaml": {}}}
	for _, tc := range []struct {
		text string
		arg  step.HasArgument
		def  string
		args []any
	}{
		{`pod "web" is Running`, "", "pod-is", []any{"web", "Running", step.Ending{}}},
		{`pod  "web"  is Running`, "", "pod-is", []any{"web", "Running", step.Ending{}}},
		{`pod "a b" is Init:0/2 within 1m30s`, "", "pod-is", []any{"a b", "Init:0/2", step.Ending{Within: 90 * time.Second}}},
		{`pod "web" is Running for 10s`, "", "pod-is", []any{"web", "Running", step.Ending{For: 10 * time.Second}}},
		{
			`pod "web" is not so well within 500ms for 10s`, "", "pod-is",
			[]any{"web", "not so well", step.Ending{Within: 500 * time.Millisecond, For: 10 * time.Second}},
		},
		{`pod "web" is waiting for Godot`, "", "pod-is", []any{"web", "waiting", step.Ending{For: -1}}},
		{`I delete pod "web"`, "", "delete-pods", []any{"web"}},
		{`I remove pods "web" now`, "", "delete-pods", []any{"web"}},
		{`I apply:`, step.WithDocString, "apply", []any{step.DocString{Text: "x"}}},
		{`I apply a.yaml`, "", "apply-file", []any{"a.yaml"}},
		{`pod "web" has 1 label:`, step.WithTable, "labels", []any{"web", 1, step.Table{}}},
		{`容器组"web"的状态是Running within 3s`, "", "pod-zh", []any{"web", "Running", step.Ending{Within: 3 * time.Second}}},
		{`I wait 1h`, "", "wait", []any{time.Hour}},
	} {
		t.Run(tc.text, func(t *testing.T) {
			m, err := toyCatalogue(t).Match(tc.text, tc.arg)
			if err != nil {
				t.Fatal(err)
			}
			if m.Def.Name != tc.def {
				t.Fatalf("matched %s, want %s", m.Def.Name, tc.def)
			}
			args, err := planned(m, tc.arg, place)
			if strings.Contains(tc.text, "Godot") {
				want := `bad duration "Godot": write a number and a unit, as in 30s, 1m30s or 500ms`
				if err == nil || err.Error() != want {
					t.Fatalf("got %v, want %s", err, want)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(args, tc.args) {
				t.Fatalf("parsed %#v, %v; want %#v", args, err, tc.args)
			}
		})
	}
}

// planned returns the arguments of a step, with an argument of this kind below it.
func planned(m *step.Match, kind step.HasArgument, at step.Place) ([]any, error) {
	below := map[step.HasArgument]step.Argument{
		step.WithDocString: {DocString: &step.DocString{Text: "x"}}, step.WithTable: {Table: &step.Table{}},
	}
	p := m.Plan(below[kind], at)
	return p.Args(), errors.Join(p.Problems())
}

func TestValues(t *testing.T) {
	text := `容器组"web"的状态是Running within 3s`
	m, err := toyCatalogue(t).Match(text, step.NoArgument)
	if err != nil {
		t.Fatal(err)
	}
	got := m.Values()
	var types []string
	for _, v := range got {
		types = append(types, v.Type)
		if text[v.Start:v.Start+len(v.Text)] != v.Text {
			t.Errorf("%+v is not at its Start", v)
		}
	}
	if want := []string{"pod", "status", "duration"}; !reflect.DeepEqual(types, want) || got[2].Text != "3s" {
		t.Errorf("values %+v, want those of the types %v", got, want)
	}
}

func TestBadArguments(t *testing.T) {
	for _, tc := range []struct {
		text string
		arg  step.HasArgument
		want string
	}{
		{`pod "web" is Running within 30x`, "", `bad duration "30x": write a number and a unit, as in 30s, 1m30s or 500ms`},
		{`pod "web" is Running within 30 seconds`, "", `bad duration "30 seconds": write a number and a unit, as in 30s, 1m30s or 500ms`},
		{`pod "web" is Running within 30`, "", `bad duration "30": write a number and a unit, as in 30s, 1m30s or 500ms`},
		{`pod "web" is Running for -5s`, "", `bad duration "-5s": must be longer than 0`},
		{`pod "web" is Running for 0s`, "", `bad duration "0s": must be longer than 0`},
		{`pod "web" is Running within 25h`, "", `bad duration "25h": must be at most 24h`},
		{`I wait 24h1ns`, "", `bad duration "24h1ns": must be at most 24h`},
		{`pod "" is Running`, "", `bad pod "": write the name of a pod between the quotes`},
		{`pod "" is Running within x for y`, "", `bad pod "": write the name of a pod between the quotes
bad duration "x": write a number and a unit, as in 30s, 1m30s or 500ms
bad duration "y": write a number and a unit, as in 30s, 1m30s or 500ms`},
		{`pod "web" has -1 labels:`, step.WithTable, `bad count "-1": write a whole number, as in 0, 3 or 16`},
		{`pod "web" has 9999999999999999999999 labels:`, step.WithTable, `bad count "9999999999999999999999": must be at most 2147483647`},
		{`I apply gone.yaml`, "", `bad file "gone.yaml": open gone.yaml: file does not exist`},
		{`I apply:`, "", `this step needs a doc string: write the text below it, between two lines of """`},
		{`I apply:`, step.WithTable, `this step takes a doc string, not a table: write the text below it, between two lines of """`},
		{`pod "web" has 1 label:`, "", `this step needs a table: write rows like | a | b | below it`},
		{`pod "web" is Running`, step.WithDocString, `this step takes no doc string: remove it from below the step`},
	} {
		t.Run(tc.text, func(t *testing.T) {
			m, err := toyCatalogue(t).Match(tc.text, tc.arg)
			if err == nil {
				_, err = planned(m, tc.arg, step.Place{})
			}
			if err == nil || err.Error() != tc.want {
				t.Fatalf("got:  %v\nwant: %s", err, tc.want)
			}
			bad, ok := errors.AsType[*step.ArgumentError](err)
			if !ok || bad.Step != tc.text {
				t.Fatalf("got %#v, want an ArgumentError of the step", bad)
			}
		})
	}
	m, err := toyCatalogue(t).Match("I apply gone.yaml", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = planned(m, step.NoArgument, step.Place{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the cause is lost: %v", err)
	}
}

func TestCheckArgument(t *testing.T) {
	m, err := toyCatalogue(t).Match("I apply:", step.WithDocString)
	if err != nil {
		t.Fatal(err)
	}
	if text, below := m.Plan(step.Argument{DocString: &step.DocString{Text: "x"}}, step.Place{}).Problems(); text != nil || below != nil {
		t.Error(text, below)
	}
	_, err = m.Plan(step.Argument{DocString: &step.DocString{}}, step.Place{}).Problems()
	if want := "bad doc string: it is empty"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestUndefined(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{`pod "memory-hog" iz OOMKilled`, `did you mean: pod "memory-hog" is OOMKilled`},
		{`pod "memory-hog" iz OOMKilled within 5s`, `did you mean: pod "memory-hog" is OOMKilled within 5s`},
		{`pod "a" iz OOMKilled for 5s within 5x`, `did you mean: pod "a" is OOMKilled within 30s for 5s`},
		{`pod web is Running`, `did you mean: pod "web" is Running`},
		{`pod “web” is Running`, `did you mean: pod "web" is Running`},
		{`Pod 'web' is Running`, `did you mean: pod "web" is Running`},
		{`the pod "web" is Running`, `did you mean: pod "web" is Running`},
		{`node Up answers`, `did you mean: node up answers`},
		{`phase is running`, `did you mean: phase is Running`},
		{`I erase pods "web" now`, `did you mean: I delete pods "web" now`},
		{`I wait for 5s`, `did you mean: I wait 5s`},
		{`I apply`, `did you mean: I apply:`},
		{`pod "web" has two labels`, `did you mean: pod "web" has two labels:`},
		{`容器组"web"的状态为Running`, `did you mean: 容器组"web"的状态是Running`},
		{`the weather is fine today in all of Europe`, `no similar step; "gherkind steps" lists them all`},
		{``, `no similar step; "gherkind steps" lists them all`},
	} {
		t.Run(tc.text, func(t *testing.T) {
			_, err := toysAnd(t,
				word("low", "node {low} answers", "Given node down answers"),
				word("phase", "phase is {phase}", "Then phase is Pending"),
			).Match(tc.text, "")
			undefined, ok := errors.AsType[*step.UndefinedError](err)
			if !ok {
				t.Fatalf("got %v, want an UndefinedError", err)
			}
			if undefined.Hint() != tc.want {
				t.Errorf("got:  %s\nwant: %s", undefined.Hint(), tc.want)
			}
			if want := "undefined step: " + tc.text + "; " + tc.want; err.Error() != want {
				t.Errorf("got:  %s\nwant: %s", err, want)
			}
		})
	}
}

func TestAtMostThreeSuggestions(t *testing.T) {
	var defs []step.Def
	for i := range 5 {
		d := toyDefs()[7]
		d.Name, d.Pattern, d.Example = fmt.Sprintf("p-%d", i), fmt.Sprintf("I panic now %d", i), fmt.Sprintf("When I panic now %d", i)
		defs = append(defs, d)
	}
	c, err := newToys(t, defs...)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Match("I panic now 9", "")
	undefined, ok := errors.AsType[*step.UndefinedError](err)
	if !ok || len(undefined.Suggestions) != 3 {
		t.Errorf("got %v", err)
	}
}

func TestAmbiguous(t *testing.T) {
	other := toyDefs()[6]
	other.Name, other.Pattern, other.Example = "rest", "I {word} a bit", "When I rest a bit"
	wait := toyDefs()[6]
	wait.Pattern, wait.Example = "I wait {status}", "When I wait long"
	c, err := newToys(t, other, wait)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Match("I wait a bit", "")
	if _, ok := errors.AsType[*step.AmbiguousError](err); !ok {
		t.Fatalf("got %v, want an AmbiguousError", err)
	}
	if want := "ambiguous step: I wait a bit fits rest (I {word} a bit) and wait (I wait {status})"; err.Error() != want {
		t.Errorf("got:  %s\nwant: %s", err, want)
	}
}
