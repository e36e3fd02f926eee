package world_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pastTheWriter are the files that may use a client of Kubernetes themselves, and for what: nothing is checked behind it.
var pastTheWriter = map[string]string{
	"world/journal.go":   "the run's own journal, and what other runs left behind",
	"world/system.go":    "the namespace of the runs",
	"world/repair.go":    "what other runs left behind",
	"world/intact.go":    "what this run has, when another one took it for dead",
	"world/stopped.go":   "reads journals",
	"world/finish.go":    "the end of the run",
	"world/namespace.go": "the end of a scenario's namespaces",
}

// TestStepsWriteByTheWorldOnly keeps a write from being forgotten: all go through World.Write, which waits until the
// scenario's timeline has them. The methods that write are kube.Writer's; only package world makes one.
func TestStepsWriteByTheWorldOnly(t *testing.T) {
	seen := map[string]bool{}
	tree := os.DirFS("..")
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "kube/") {
			return err
		}
		for method, at := range calls(t, name) {
			switch {
			case (method == "Typed" || method == "Dynamic") && pastTheWriter[name] != "", method == "Writer" && filepath.Dir(name) == "world":
				seen[name] = true
			case method == "Dynamic" && filepath.Dir(name) == "observe", filepath.Dir(name) == "gather": // they read
			case method == "Typed" || method == "Dynamic" || method == "Writer":
				t.Errorf("%s calls %s: a step that changes objects does so by World.Write, so that no check sees the state from before", at, method)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range pastTheWriter {
		if !seen[name] {
			t.Errorf("%s uses no client any more: take it from the list", name)
		}
	}
}

// calls finds the methods that a file calls, with one place of each.
func calls(t *testing.T, name string) map[string]token.Position {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, filepath.Join("..", name), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]token.Position{}
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := method.X.(*ast.Ident); !ok || of.Name != "observe" { // observe.Typed is a function
				found[method.Sel.Name] = files.Position(call.Pos())
			}
		}
		return true
	})
	return found
}
