package world_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// pastTheWriter are the files that may use a Kubernetes client directly, with the reason: no check depends on their writes.
var pastTheWriter = map[string]string{
	"steps/world/journal.go":           "the run's own journal, and what other runs left behind",
	"steps/world/system.go":            "the namespace of the runs",
	"steps/world/repair.go":            "what other runs left behind",
	"steps/world/intact.go":            "what this run has, when another one took it for dead",
	"steps/world/stopped.go":           "reads journals",
	"steps/world/finish.go":            "the end of the run",
	"steps/world/namespace.go":         "the end of a scenario's namespaces",
	"steps/world/setuprecord.go":       "the record of a set-up, by which runs take turns",
	"steps/world/setupend.go":          "the end of a set-up, and those that other runs left behind",
	"internal/runlock/member.go":       "the Leases of runs",
	"internal/runlock/older.go":        "the Leases of runs of older versions",
	"internal/record/record.go":        "reads",
	"internal/record/watch.go":         "reads",
	"internal/observe/confirm.go":      "reads",
	"internal/observe/gap.go":          "reads",
	"internal/observe/kindwatch.go":    "reads",
	"internal/observe/refresh.go":      "reads",
	"internal/collect/surroundings.go": "reads",
	"internal/doctor/cluster.go":       "reads",
	"internal/preflight/pods.go":       "reads the nodes",
	"internal/engine/atfault.go":       "asks for the version of the API server",
	"internal/engine/machines.go":      "reads whether nodes are ready, and whether a scenario has pods",
	"internal/engine/simulated.go":     "the simulated nodes of a run",
	"internal/oncluster/command.go":    "reads the Lease of the command",
	"internal/oncluster/left/left.go":  "runners that other runs left behind",
	"internal/oncluster/deployment.go": "the runners of a run, and their permissions",
	"internal/oncluster/follow.go":     "the runners of a run, and what lost ones have left",
	"internal/oncluster/openstore.go":  "the results of runners",
	"internal/oncluster/runner.go":     "the Leases of scenarios that runners take",
	"internal/oncluster/trouble.go":    "reads",
}

// TestStepsWriteByTheWorldOnly: all writes use World.Write, which waits until they are in the scenario's timeline. Only
// kube.Writer has methods that write, and only package world creates a Writer.
func TestStepsWriteByTheWorldOnly(t *testing.T) {
	seen := map[string]bool{}
	for _, top := range []string{"steps", "internal", "scenarios", "cmd"} {
		eachSource(t, top, func(name string) {
			for method, at := range calls(t, name) {
				switch {
				case (method == "Typed" || method == "Dynamic") && pastTheWriter[name] != "":
					seen[name] = true
				case method == "Writer" && path.Dir(name) == "steps/world":
				case method == "Typed" || method == "Dynamic" || method == "Writer":
					t.Errorf("%s calls %s: a step that changes objects does so by World.Write, so that no check sees the state from before", at, method)
				}
			}
		})
	}
	for name := range pastTheWriter {
		if !seen[name] {
			t.Errorf("%s no longer uses a client: remove it from the list", name)
		}
	}
}

// eachSource visits the Go files of the product below a folder.
func eachSource(t *testing.T, top string, visit func(name string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), top, func(name string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			visit(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// root is the root of the repository.
const root = "../.."

// calls returns the methods that a file calls, each with one position.
func calls(t *testing.T, name string) map[string]token.Position {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, filepath.Join(root, name), nil, 0)
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
