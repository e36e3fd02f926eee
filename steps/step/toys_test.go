package step_test

import (
	"context"
	"errors"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

// toys is the state of the toy steps; it records their arguments.
type toys struct{ calls []any }

func pod() step.Type {
	return step.Type{
		Name: "pod", Doc: "The name of a pod in double quotes.", Example: `"web"`, Pattern: `"[^"]*"`,
		Parse: func(text string, _ step.Place) (any, error) {
			if text == `""` {
				return nil, errors.New("write the name of a pod between the quotes")
			}
			return text[1 : len(text)-1], nil
		},
	}
}

// status is as lenient as possible: it would match an ending, too.
func status() step.Type {
	return step.Type{
		Name: "status", Doc: "A status word as kubectl prints it.", Example: "Running", Pattern: `\S.*`,
		Parse: func(text string, _ step.Place) (any, error) { return text, nil },
	}
}

func file() step.Type {
	return step.Type{
		Name: "file", Doc: "A file.", Example: "a.yaml", Pattern: `\S+\.yaml`,
		Parse: func(text string, at step.Place) (any, error) {
			_, err := fs.ReadFile(at.FS, text)
			return text, err
		},
	}
}

// strict is not as lenient as it should be.
func strict(name, example, pattern string) step.Type {
	return step.Type{
		Name: name, Doc: "A word.", Example: example, Pattern: pattern,
		Parse: func(text string, _ step.Place) (any, error) { return text, nil },
	}
}

// anyText is {string}: any text in double quotes.
func anyText() step.Type {
	return step.Type{
		Name: "string", Doc: `Any text in double quotes; \" stands for a double quote inside it.`, Example: `"hello"`, Pattern: `"(?:[^"\\]|\\.)*"`,
		Parse: func(text string, _ step.Place) (any, error) {
			return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(text[1 : len(text)-1]), nil
		},
	}
}

// anyWord is {word}: one word without spaces or quotes.
func anyWord() step.Type {
	return step.Type{
		Name: "word", Doc: "One word without spaces and without quotes.", Example: "web", Pattern: `[^\s"]+`,
		Parse: func(text string, _ step.Place) (any, error) { return text, nil },
	}
}

func types() []step.Type {
	return []step.Type{strict("low", "down", "[a-z]+"), strict("phase", "Pending", "[A-Z][a-z]+"), step.Duration(), step.Count(), anyText(), anyWord(), pod(), status(), file()}
}

func podIs(_ context.Context, s *toys, pod, status string, e step.Ending) error {
	s.calls = append(s.calls, pod, status, e)
	return nil
}

func group(defs ...step.Def) step.Group {
	return step.Group{Name: "toys", Title: "Toys", Doc: "Steps that do nothing.", Defs: defs}
}

func toyDefs() []step.Def {
	return []step.Def{
		{
			Name: "pod-is", Pattern: "pod {pod} is {status}", Doc: "The pod has the status.",
			Example: `Then pod "web" is Running within 30s`, Run: podIs,
		},
		{
			Name: "delete-pods", Pattern: "I delete/remove pod(s) {pod}( now)", Doc: "Deletes a pod.",
			Example: `When I delete pod "web"`,
			Run:     func(_ context.Context, s *toys, p string) error { s.calls = append(s.calls, p); return nil },
		},
		{
			Name: "apply", Pattern: "I apply:", Doc: "Applies what is written below.",
			Example: "When I apply:\n  \"\"\"yaml\n  kind: Pod\n  \"\"\"",
			Run:     func(_ context.Context, s *toys, d step.DocString) error { s.calls = append(s.calls, d); return nil },
			Check: func(arg step.Argument, _ step.Place) error {
				if arg.DocString.Text == "" {
					return errors.New("it is empty")
				}
				return nil
			},
		},
		{
			Name: "apply-file", Pattern: "I apply {file}", Doc: "Applies a file.", Example: "When I apply a.yaml",
			Run: func(_ context.Context, s *toys, f string) error { s.calls = append(s.calls, f); return nil },
		},
		{
			Name: "labels", Pattern: "pod {pod} has {count} label(s):", Doc: "The pod has the labels.",
			Example: "Then pod \"web\" has 2 labels:\n  | a | 1 |\n  | b | 2 |",
			Run: func(_ context.Context, s *toys, p string, n int, t step.Table) error {
				s.calls = append(s.calls, p, n, t)
				return nil
			},
		},
		{
			Name: "pod-zh", Pattern: "容器组{pod}的状态是{status}", Doc: "容器组处于某个状态。",
			Example: `那么 容器组"web"的状态是Running`, Run: podIs,
		},
		{
			Name: "wait", Pattern: "I wait {duration}", Doc: "Does nothing for a while.", Example: "When I wait 5s",
			Run: func(_ context.Context, s *toys, d any) error { s.calls = append(s.calls, d); return nil },
		},
		panics(),
		{
			Name: "text", Pattern: "I read my text", Doc: "Notes the text of the step.", Example: "When I read my text",
			Run: func(ctx context.Context, s *toys) error { s.calls = append(s.calls, step.Text(ctx)); return nil },
		},
	}
}

func panics() step.Def {
	return step.Def{
		Name: "panics", Pattern: "I panic", Doc: "Panics.", Example: "When I panic",
		Run: func(context.Context, *toys) error { panic("oh no") },
	}
}

func newToys(t testing.TB, defs ...step.Def) (*step.Catalogue, error) {
	t.Helper()
	return step.New(reflect.TypeFor[*toys](), types(), group(defs...))
}

func toyCatalogue(t testing.TB) *step.Catalogue {
	t.Helper()
	c, err := newToys(t, toyDefs()...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// toysAnd returns the toy catalogue with more definitions.
func toysAnd(t testing.TB, more ...step.Def) *step.Catalogue {
	t.Helper()
	c, err := newToys(t, append(toyDefs(), more...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// word is a definition with one value.
func word(name, pattern, example string) step.Def {
	return step.Def{
		Name: name, Pattern: pattern, Doc: "A toy.", Example: example,
		Run: func(context.Context, *toys, string) error { return nil },
	}
}
