package steps

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// groupFileLimit is the maximum number of lines of a group's file.
const groupFileLimit = 300

// groupFile is what a group's file contains.
type groupFile struct {
	lines       int
	groups      []string // names
	definitions []string // names
	runs        []string // functions that the definitions refer to by name
	functions   []string // functions that the file declares
}

// Each group is one file, named like the group, so that steps are easy to find and to add.
func TestAGroupIsAFile(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string][]string{} // file → names of its definitions
	for _, g := range c.Groups() {
		file := strings.ReplaceAll(g.Name, "-", "_") + ".go"
		for _, d := range g.Defs {
			wanted[file] = append(wanted[file], d.Name)
		}
		have := readGroupFile(t, file)
		if !slices.Equal(have.groups, []string{g.Name}) {
			t.Errorf("%s has the groups %q, want %q alone", file, have.groups, g.Name)
		}
		if have.lines > groupFileLimit {
			t.Errorf("%s has %d lines, more than %d: is it two subjects?", file, have.lines, groupFileLimit)
		}
		for _, run := range have.runs {
			if !slices.Contains(have.functions, run) {
				t.Errorf("%s: the function %s of a definition is in another file", file, run)
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		have, want := readGroupFile(t, file).definitions, wanted[file]
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%s has the definitions %q, want those of its group: %q", file, have, want)
		}
	}
}

func readGroupFile(t *testing.T, name string) groupFile {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Errorf("a group has no file of its name: %v", err)
		return groupFile{}
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	f := groupFile{lines: bytes.Count(text, []byte("\n"))}
	for _, decl := range parsed.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil {
			f.functions = append(f.functions, fn.Name.Name)
		}
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if ok {
			f.note(fieldsOf(literal))
		}
		return true
	})
	return f
}

// note records a composite literal that is a group, which has a Title, or a definition, which has a Run.
func (f *groupFile) note(fields map[string]ast.Expr) {
	name := ""
	if literal, ok := fields["Name"].(*ast.BasicLit); ok {
		name, _ = strconv.Unquote(literal.Value)
	}
	switch {
	case fields["Title"] != nil:
		f.groups = append(f.groups, name)
	case fields["Run"] != nil:
		f.definitions = append(f.definitions, name)
		if run, ok := fields["Run"].(*ast.Ident); ok {
			f.runs = append(f.runs, run.Name)
		}
	}
}

func fieldsOf(literal *ast.CompositeLit) map[string]ast.Expr {
	fields := map[string]ast.Expr{}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok {
				fields[key.Name] = pair.Value
			}
		}
	}
	return fields
}
