package gherkin_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/steps/step"
)

// toy is the state of the toy steps.
type toy struct {
	mu    sync.Mutex
	calls []string
	wait  chan struct{} // closed when "it waits" has started
}

func (s *toy) note(call string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call)
}

func quoted(name string, parse func(text string, at step.Place) (any, error)) step.Type {
	return step.Type{
		Name: name, Doc: "In double quotes.", Example: `"x"`, Pattern: `"[^"]*"`,
		Parse: func(text string, at step.Place) (any, error) { return parse(strings.Trim(text, `"`), at) },
	}
}

func podName(text string, _ step.Place) (any, error) {
	if text == "" {
		return nil, errors.New("write a name between the quotes")
	}
	return text, nil
}

func fileName(text string, at step.Place) (any, error) {
	if _, err := fs.Stat(at.FS, text); err != nil {
		return nil, errors.New("there is no such file")
	}
	return text, nil
}

func def(name, pattern, example string, run any) step.Def {
	return step.Def{Name: name, Pattern: pattern, Doc: "A toy.", Example: example, Run: run}
}

func toyDefs() []step.Def {
	simple := func(name, pattern string, run func(context.Context, *toy) error) step.Def {
		return def(name, pattern, "Given "+pattern, run)
	}
	apply := def("apply", "I apply:", "When I apply:\n\"\"\"\nx\n\"\"\"", func(_ context.Context, s *toy, d step.DocString) error {
		s.note("apply " + d.Text)
		return nil
	})
	apply.Check = func(arg step.Argument, _ step.Place) error {
		if arg.DocString.Text == "" {
			return errors.New("it is empty")
		}
		return nil
	}
	return []step.Def{
		apply,
		simple("passes", "it passes", func(_ context.Context, s *toy) error { s.note("passes"); return nil }),
		simple("fails", "it fails", func(context.Context, *toy) error { return errFails }),
		simple("panics", "it panics", func(context.Context, *toy) error { panic("oh no") }),
		simple("exits", "it exits", func(context.Context, *toy) error { runtime.Goexit(); return nil }),
		simple("skips", "it skips", func(context.Context, *toy) error { return step.ErrSkip }),
		simple("waits", "it waits", func(ctx context.Context, s *toy) error {
			close(s.wait)
			<-ctx.Done()
			return context.Cause(ctx)
		}),
		simple("reads", "it reads its text", func(ctx context.Context, s *toy) error { s.note(step.Text(ctx)); return nil }),
		def("pod-is", "pod {pod} is {word}", `Then pod "a" is Running`, func(_ context.Context, s *toy, pod, status string, _ step.Ending) error {
			s.note(pod + " " + status)
			return nil
		}),
		def("file", "I apply the file {file}", `When I apply the file "x"`, func(_ context.Context, s *toy, f string) error { s.note(f); return nil }),
		def("table", "the table is:", "Then the table is:\n| a |", func(_ context.Context, s *toy, t step.Table) error {
			s.note(t.String())
			return nil
		}),
		def("this", "this {word} that", "Given this or that", func(context.Context, *toy, string) error { return nil }),
		def("that", "{word} and that", "Given these and that", func(context.Context, *toy, string) error { return nil }),
	}
}

var errFails = errors.New("it did fail")

func toys(t testing.TB) *step.Catalogue {
	t.Helper()
	word := step.Type{Name: "word", Doc: "One word.", Example: "web", Pattern: `[^\s"]+`, Parse: func(text string, _ step.Place) (any, error) { return text, nil }}
	c, err := step.New(reflect.TypeFor[*toy](),
		[]step.Type{step.Duration(), word, quoted("pod", podName), quoted("file", fileName)},
		step.Group{Name: "toys", Title: "Toys", Doc: "Toys.", Defs: toyDefs()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func testdata() fs.FS { return os.DirFS("testdata") }

func load(t testing.TB, paths ...string) []*gherkin.Feature {
	t.Helper()
	features, err := gherkin.Load(testdata(), paths)
	if err != nil {
		t.Fatal(err)
	}
	gherkin.Bind(features, toys(t), testdata())
	return features
}

// lint binds and lints the features.
func lint(features []*gherkin.Feature, c *step.Catalogue, fsys fs.FS) []gherkin.Problem {
	gherkin.Bind(features, c, fsys)
	return gherkin.Lint(features, c)
}

func ids(features []*gherkin.Feature) []string {
	var out []string
	for _, f := range features {
		for _, p := range f.Pickles {
			out = append(out, p.ID)
		}
	}
	return out
}

// golden compares got with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	goldenfile.Equal(t, filepath.Join("testdata", "golden", name), got)
}
