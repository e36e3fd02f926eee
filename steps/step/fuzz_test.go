package step_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

func FuzzMatch(f *testing.F) {
	c := toyCatalogue(f)
	for _, seed := range []string{
		`pod "web" is Running within 30s for 1s`, `I apply:`, `容器组"web"的状态是Running`, `“`, `'`, `"\`, " within ", "pod \xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		m, err := c.Match(text, step.NoArgument)
		if err != nil {
			_ = err.Error()
			return
		}
		if _, err := planned(m, step.NoArgument, step.Place{}); err != nil {
			_ = err.Error()
		}
	})
}

// For any pattern, New returns a catalogue or an error, and a catalogue matches its own example.
func FuzzPattern(f *testing.F) {
	for _, seed := range []string{
		`pod {pod} is`, `a/b(s) {count}%`, `\{ \( \/ \\`, `a(b`, `}`, `a//b`, `/`, `(a)/b`, `a {pod}/b`, `狗/猫 {word}狗`, ` a`, `a\`, "\xff(\xff)",
		`(a)(b)(c)(d)(e)(f)(g)(h)(i)(j) k`, `a/b/c/d a/b/c/d a/b/c/d`, `{pod}{pod}`,
	} {
		f.Add(seed)
	}
	state := reflect.TypeFor[*toys]()
	f.Fuzz(func(_ *testing.T, pattern string) {
		for n := range 3 {
			in := []reflect.Type{reflect.TypeFor[context.Context](), state}
			for range n {
				in = append(in, reflect.TypeFor[any]())
			}
			run := reflect.MakeFunc(reflect.FuncOf(in, []reflect.Type{reflect.TypeFor[error]()}, false),
				func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.Zero(reflect.TypeFor[error]())} })
			c, err := step.New(state, types(), group(step.Def{
				Name: "x", Pattern: pattern, Doc: "x", Example: "Given " + pattern, Run: run.Interface(),
			}))
			if err != nil {
				_ = err.Error()
				continue
			}
			if _, err := c.Match("something else", step.NoArgument); err != nil {
				_ = err.Error()
			}
		}
	})
}

// A file full of undefined steps must be reported without delay, too.
func BenchmarkUndefined(b *testing.B) {
	c := many(b)
	for b.Loop() {
		if _, err := c.Match(`the pod "memory-hog" becomes OOMKiled within 30s`, step.NoArgument); err == nil {
			b.Fatal("it matched")
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	c := many(b)
	for b.Loop() {
		if _, err := c.Match(`thing 149 of pod "web" is Running within 30s`, step.NoArgument); err != nil {
			b.Fatal(err)
		}
	}
}

// many returns a catalogue that is larger than gherkind's.
func many(b *testing.B) *step.Catalogue {
	b.Helper()
	var defs []step.Def
	for i := range 150 {
		d := toyDefs()[0]
		d.Name = fmt.Sprintf("thing-%d", i)
		d.Pattern = fmt.Sprintf("thing %d of pod {pod} is {status}", i)
		d.Example = fmt.Sprintf(`Then thing %d of pod "web" is Running`, i)
		defs = append(defs, d)
	}
	c, err := newToys(b, defs...)
	if err != nil {
		b.Fatal(err)
	}
	return c
}
