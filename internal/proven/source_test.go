package proven

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const toySteps = `package toys

import "toys/rooms"

func toySteps() step.Group {
	return step.Group{Defs: []step.Def{
		{Name: "lit", Acts: true, Run: light},
		{Name: darkName, Run: func(w *World) error { return dim(w, limit) }},
	}}
}

const darkName = "dark"

// limit is how dark.
const limit = 3

func light(w *World) error { return rooms.Enter(w, w.Bulb().Switch(on)) }

var on = true

func dim(w *World, n int) error { return lamp{}.turn(n) }

type lamp struct{}

func (lamp) turn(n int) error { return nil }

func unused() {}

type wheel[T any] struct{}

func (*wheel[T]) turn(n int) error { return brake }
`

// toyRoom is another package that the definitions use.
const toyRoom = `package rooms

func Enter(w *World, err error) error { return open(err) }

func open(err error) error { return err }

func dim(w *World) error { return nil }
`

// sourceWith is the toy source with one text replaced.
func sourceWith(t *testing.T, old, text string) *Source {
	t.Helper()
	changed, changedRoom := strings.Replace(toySteps, old, text, 1), strings.Replace(toyRoom, old, text, 1)
	if old != "" && changed == toySteps && changedRoom == toyRoom {
		t.Fatalf("there is no %q to replace", old)
	}
	s, err := ReadSource(fstest.MapFS{
		"toys/toys.go": {Data: []byte(changed)}, "toys/toys_test.go": {Data: []byte("no go")}, "toys/rooms/rooms.go": {Data: []byte(changedRoom)},
	}, "toys", "toys/rooms", "toys/absent")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSource: the source of a definition is what it runs, and nothing else.
func TestSource(t *testing.T) {
	for name, c := range map[string]struct {
		old, text string
		changes   []string
	}{
		"nothing":                       {"", "", nil},
		"its function":                  {"Switch(on)", "Switch(!on)", []string{"lit"}},
		"a variable of its function":    {"var on = true", "var on = false", []string{"lit"}},
		"a function in its literal":     {"return dim(w, limit)", "return dim(w, 2*limit)", []string{"dark"}},
		"what a called function does":   {"lamp{}.turn(n)", "lamp{}.turn(n+1)", []string{"dark"}},
		"a method further down":         {"turn(n int) error { return nil }", "turn(n int) error { return errDim }", []string{"dark"}},
		"that of another type":          {"return brake", "return nil", nil},
		"a constant":                    {"limit = 3", "limit = 4", []string{"dark"}},
		"a type":                        {"type lamp struct{}", "type lamp struct{ watt int }", []string{"dark"}},
		"a comment":                     {"// limit is how dark.", "// limit is how very dark.", nil},
		"a function of another package": {"return open(err)", "return open(nil)", []string{"lit"}},
		"what that calls in turn":       {"func open(err error) error { return err }", "func open(error) error { return nil }", []string{"lit"}},
		"one of that name, in another":  {"func dim(w *World) error { return nil }", "func dim(w *World) error { return errDim }", nil},
		"what nobody calls":             {"func unused() {}", "func unused() { panic(1) }", nil},
	} {
		t.Run(name, func(t *testing.T) {
			before := sourceWith(t, "", "")
			after := sourceWith(t, c.old, c.text)
			var changed []string
			for _, def := range []string{"lit", "dark"} {
				if sourceOf(t, before, def) != sourceOf(t, after, def) {
					changed = append(changed, def)
				}
			}
			if strings.Join(changed, " ") != strings.Join(c.changes, " ") {
				t.Errorf("it changes the source of %q, want %q", changed, c.changes)
			}
		})
	}
}

// TestSourceIsThere: every definition has its source; otherwise changes to it would not be noticed.
func TestSourceIsThere(t *testing.T) {
	c, err := ReadCatalogue(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range c.Steps.Groups() {
		for _, def := range group.Defs {
			sourceOf(t, c.Source, def.Name)
		}
	}
	if _, err := c.Source.Of("no-such"); err == nil {
		t.Error("a definition that does not exist has a source")
	}
}

// machinery are packages of the project that definitions use and that are not part of an outcome: how a run observes the
// cluster, sends requests and reports what it saw.
var machinery = strings.Fields(`steps/step steps/chinese steps/world internal/kube internal/observe internal/probe internal/failfast
	internal/collect internal/explain internal/subset internal/awake internal/phrases internal/values internal/request internal/kustomize internal/chart internal/release`)

// TestSourceIsComplete: code that definitions share, in whatever package, is part of their source.
func TestSourceIsComplete(t *testing.T) {
	const module = "github.com/gherkind/gherkind/"
	for _, folder := range StepFolders() {
		files, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range parsed.Imports {
				own, is := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), module)
				if is && (i.Name != nil || !slices.Contains(StepFolders(), own) && !slices.Contains(machinery, own)) {
					t.Errorf("%s imports %s: is that the source of steps (StepFolders; without another name), or machinery?", file, own)
				}
			}
		}
	}
}

func sourceOf(t *testing.T, s *Source, definition string) string {
	t.Helper()
	text, err := s.Of(definition)
	if err != nil {
		t.Error(err)
	}
	return text
}
