package cli

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	shown "github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestEveryMessageIsTranslated: every message in the code has a translation with the same values, and there are no other
// translations.
func TestEveryMessageIsTranslated(t *testing.T) {
	said := saidIn(t, "../..")
	for _, o := range report.Outcomes() {
		said[o.Look().Word], said[o.Look().Heading] = "scenarios/report", "scenarios/report"
	}
	said[shown.UnfinishedReason] = "internal/report/show"
	for _, s := range []report.Status{report.Pending, report.Undefined, report.Ambiguous} {
		said[string(s)] = "scenarios/report"
	}
	heard := heardIn(t, "../..")
	for _, tag := range languages()[1:] {
		l, err := say.In(tag, allMessages()...)
		if err != nil {
			t.Fatal(err)
		}
		others := othersSay(t, tag)
		for id, where := range said {
			if _, has := l.Messages()[id]; !has {
				t.Errorf("%s: %q of %s is not translated", tag, id, where)
			}
		}
		for id, m := range l.Messages() {
			if said[id] == "" && others[id] == "" && !heard.has(id) {
				t.Errorf("%s: %q does not occur in the code", tag, id)
			}
			for _, text := range append(slices.Collect(maps.Values(m.Forms)), m.Text) {
				if text != "" && !slices.Equal(valuesIn(text), valuesIn(id)) {
					t.Errorf("%s: %q has the values %v, and %q has %v", tag, text, valuesIn(text), id, valuesIn(id))
				}
			}
			if m.Text == "" && m.Forms["other"] == "" {
				t.Errorf("%s: %q has no translation", tag, id)
			}
		}
	}
}

// TestValuesIn: the values of both languages are compared regardless of their order.
func TestValuesIn(t *testing.T) {
	for text, want := range map[string]string{
		"%s is %d%% of %q": "1s 2d 3q", "%[2]d 中的 %[1]s": "1s 2d", "%.0[2]f%% 用了 %[1]s": "1s 2f", "100%% 完成": "", "%[2]s，%s": "2s 3s", "%-10s|%.1f": "1s 2f",
	} {
		if got := strings.Join(valuesIn(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

var verb = regexp.MustCompile(`%[-+#0]*\d*(?:\.\d*)?(?:\[(\d+)\])?([a-zA-Z%])`)

// valuesIn returns the values that a format takes, each with its number and verb, in order.
func valuesIn(format string) []string {
	found := map[string]bool{}
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		found[strconv.Itoa(next)+m[2]] = true
		next++
	}
	return slices.Sorted(maps.Keys(found))
}

// Functions and methods whose first argument is a message; for those in optional it may be a variable.
var (
	saying   = []string{"Sayf", "Textf"}
	optional = []string{"Word", "Known", "Label", "LabelStart", "line"}
)

// saidIn returns all messages in the Go files of the module, with the file of each.
func saidIn(t *testing.T, module string) map[string]string {
	t.Helper()
	said := map[string]string{}
	err := filepath.WalkDir(module, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "say" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".gohtml") {
			return saidInTemplate(path, said)
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		return saidInFile(t, path, said)
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

var inTemplate = regexp.MustCompile(`{{sayf? "([^"]*)"`)

func saidInTemplate(path string, said map[string]string) error {
	source, err := os.ReadFile(path)
	for _, m := range inTemplate.FindAllStringSubmatch(string(source), -1) {
		said[m[1]] = path
	}
	return err
}

func saidInFile(t *testing.T, path string, said map[string]string) error {
	source, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(source), "/internal/say\"") && !strings.Contains(string(source), "Label(") && !strings.Contains(string(source), "Sayf(") {
		return err
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(node ast.Node) bool {
		call, is := node.(*ast.CallExpr)
		if !is || len(call.Args) == 0 {
			return true
		}
		selector, is := call.Fun.(*ast.SelectorExpr)
		if !is {
			return true
		}
		pkg, _ := selector.X.(*ast.Ident)
		inSay := pkg != nil && pkg.Name == "say"
		name := selector.Sel.Name
		note := func(argument ast.Expr, before string, must bool) {
			id, constant := textOf(argument)
			switch {
			case constant && strings.Trim(id, `"%s`) != "":
				said[before+id] = path
			case !constant && must:
				t.Errorf("%s: the message is not a literal", files.Position(call.Pos()))
			}
		}
		switch {
		case slices.Contains(saying, name):
			note(call.Args[0], "", true)
		case slices.Contains(optional, name):
			note(call.Args[0], "", false)
		case inSay && name == "Times":
			note(call.Args[0], "%d ", true)
		case inSay && name == "Join":
			note(call.Args[1], "", true)
		}
		return true
	})
	return nil
}

// textOf returns the value of a string literal, or of a concatenation of several.
func textOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return constant.StringVal(constant.MakeFromLiteral(e.Value, e.Kind, 0)), true
		}
	case *ast.BinaryExpr:
		left, a := textOf(e.X)
		right, b := textOf(e.Y)
		return left + right, a && b && e.Op == token.ADD
	case *ast.ParenExpr:
		return textOf(e.X)
	}
	return "", false
}
