package observe

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestLiveOrRecordedIsChosenOnce: whether there is a cluster or a recording is chosen where the hub is created and the scenario
// is opened (see source, and backend in package world). Nothing else tests for it, neither by a nil tape nor by a type.
func TestLiveOrRecordedIsChosenOnce(t *testing.T) {
	files := 0
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && !strings.HasPrefix(entry.Name(), ".."):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, at := range choosing(file) {
			t.Errorf("%s: it tests whether this is a replay: use a method of source or backend instead", set.Position(at))
		}
		return nil
	})
	if err != nil || files < 300 {
		t.Errorf("%d files were read: %v", files, err)
	}
}

// choosing finds the places that compare a tape with nil, or assert the type of the choice.
func choosing(file *ast.File) (found []token.Pos) {
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && (isTape(n.X) && named(n.Y) == "nil" || isTape(n.Y) && named(n.X) == "nil") {
				found = append(found, n.Pos())
			}
		case *ast.TypeAssertExpr:
			if isChosen(n.Type) {
				found = append(found, n.Pos())
			}
		case *ast.TypeSwitchStmt:
			for _, clause := range n.Body.List {
				for _, as := range clause.(*ast.CaseClause).List {
					if isChosen(as) {
						found = append(found, as.Pos())
					}
				}
			}
		}
		return true
	})
	return found
}

func isTape(e ast.Expr) bool { return strings.EqualFold(named(e), "tape") }

func isChosen(e ast.Expr) bool {
	switch named(e) {
	case "Tape", "live", "recorded":
		return true
	}
	return false
}

// named returns the last name in an expression: "Tape" of w.Run.Hub.Tape(), and of *observe.Tape.
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		return named(e.Fun)
	case *ast.StarExpr:
		return named(e.X)
	case *ast.ParenExpr:
		return named(e.X)
	}
	return ""
}

// TestChoosingIsFound tries the ways to test for it.
func TestChoosingIsFound(t *testing.T) {
	for body, want := range map[string]int{
		`if h.tape != nil {}`:                         1,
		`if tape := w.Run.Hub.Tape(); tape != nil {}`: 1,
		`if w.Run.Hub.Tape() == nil {}`:               1,
		`if nil == (t.tape) {}`:                       1,
		`if _, is := h.source.(*Tape); is {}`:         1,
		`if _, is := w.backend.(recorded); is {}`:     1,
		`switch s.(type) { case live: case *Tape: }`:  2,
		`switch { case t.tape != nil: }`:              1,
		`if tape.Lacks() != nil {}; if n != nil {}`:   0,
		`if _, is := err.(*Missed); is {}`:            0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc f() {\n"+body+"\n}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(choosing(file)); got != want {
			t.Errorf("%s: %d places are found, want %d", body, got, want)
		}
	}
}
