package proven

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Source is the source of the package that defines steps: what each definition runs, and what that calls. It is
// not safe for concurrent use.
type Source struct {
	files *token.FileSet
	runs  map[string]ast.Expr   // by the name of the definition
	named map[string][]ast.Node // top-level functions, variables, constants and types; ".name" for methods
	known map[string]string     // what Of has found
}

// ReadSource reads the Go files of a folder, without its tests. Comments are no part of it.
func ReadSource(fsys fs.FS) (*Source, error) {
	names, err := fs.Glob(fsys, "*.go")
	if err != nil {
		return nil, err
	}
	s := &Source{files: token.NewFileSet(), runs: map[string]ast.Expr{}, named: map[string][]ast.Node{}, known: map[string]string{}}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read the source of steps: %w", err)
		}
		file, err := parser.ParseFile(s.files, path.Base(name), text, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read the source of steps: %w", err)
		}
		parsed = append(parsed, file)
		s.add(file)
	}
	for _, file := range parsed {
		ast.Inspect(file, s.definition)
	}
	return s, nil
}

// add notes what a file declares.
func (s *Source) add(file *ast.File) {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				name = "." + name
			}
			s.named[name] = append(s.named[name], d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					s.named[spec.Name.Name] = append(s.named[spec.Name.Name], spec)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						s.named[name.Name] = append(s.named[name.Name], spec)
					}
				}
			}
		}
	}
}

// definition notes a definition: a literal with a Name and a Run.
func (s *Source) definition(n ast.Node) bool {
	literal, ok := n.(*ast.CompositeLit)
	if !ok {
		return true
	}
	fields := map[string]ast.Expr{}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok {
				fields[key.Name] = pair.Value
			}
		}
	}
	if name := s.text(fields["Name"]); name != "" && fields["Run"] != nil {
		s.runs[name] = fields["Run"]
	}
	return true
}

// text is the value of a string literal, or of a constant that is one.
func (s *Source) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			return ""
		}
		return text
	case *ast.Ident:
		for _, n := range s.named[e.Name] {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				return s.text(spec.Values[0])
			}
		}
	}
	return ""
}

// Of is all of the package's source that runs for a definition: what is named in it, and in what that names. A
// method is taken by its name alone, so it may be one more than there need be.
func (s *Source) Of(definition string) (string, error) {
	if text, known := s.known[definition]; known {
		return text, nil
	}
	run := s.runs[definition]
	if run == nil {
		return "", fmt.Errorf("the source of the step definition %q was not found: write its Name and Run in one literal", definition)
	}
	reached := map[ast.Node]bool{run: true}
	for todo := []ast.Node{run}; len(todo) > 0; todo = todo[1:] {
		for _, name := range namesIn(todo[0]) {
			for _, found := range s.named[name] {
				if !reached[found] {
					reached[found] = true
					todo = append(todo, found)
				}
			}
		}
	}
	var texts []string
	var errs []error
	for n := range maps.Keys(reached) {
		var text strings.Builder
		errs = append(errs, printer.Fprint(&text, s.files, n))
		texts = append(texts, text.String())
	}
	slices.Sort(texts)
	s.known[definition] = strings.Join(texts, "\n")
	return s.known[definition], errors.Join(errs...)
}

// namesIn are the names in a piece of source, ".name" for those behind a dot.
func namesIn(n ast.Node) (names []string) {
	behindDot := map[*ast.Ident]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			behindDot[n.Sel] = true
			names = append(names, "."+n.Sel.Name)
		case *ast.Ident:
			if !behindDot[n] {
				names = append(names, n.Name)
			}
		}
		return true
	})
	return names
}
