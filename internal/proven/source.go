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

// StepFolders returns the folders of the module whose source counts for a definition: those of the definitions, and of the code
// they share. What these call in turn is the machinery of a run, which is not part of an outcome.
func StepFolders() []string {
	return []string{"steps", "internal/assert", "internal/objects", "internal/remote", "internal/drain", "internal/placeholder", "internal/words", "internal/kinds", "internal/expression"}
}

// Source is the source of the packages that define steps: the function of each definition, and what it calls. It is not safe
// for concurrent use.
type Source struct {
	files *token.FileSet
	runs  map[string]piece   // by name of the definition
	named map[string][]piece // top-level functions, variables, constants and types by package and name; ".name" for methods
	known map[string]string  // cached results of Of

	receiver map[ast.Node]string // the receiver type of a method, by package and name
}

// piece is a piece of source with its file.
type piece struct {
	ast.Node
	in *sourceFile
}

// sourceFile resolves the names in a file.
type sourceFile struct {
	pkg     string
	imports map[string]bool // names of imported packages whose source counts, too
}

// ReadSource reads the Go files of folders, without tests and comments. A folder that does not exist is skipped.
func ReadSource(fsys fs.FS, folders ...string) (*Source, error) {
	s := &Source{files: token.NewFileSet(), runs: map[string]piece{}, named: map[string][]piece{}, known: map[string]string{}, receiver: map[ast.Node]string{}}
	read := map[string]bool{}
	for _, folder := range folders {
		read[path.Base(folder)] = true
	}
	parsed := map[*ast.File]*sourceFile{}
	for _, folder := range folders {
		names, err := fs.Glob(fsys, path.Join(folder, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := s.parse(fsys, name)
			if err != nil {
				return nil, fmt.Errorf("read the source of steps: %w", err)
			}
			in := &sourceFile{pkg: file.Name.Name, imports: map[string]bool{}}
			for _, i := range file.Imports {
				if imported := path.Base(strings.Trim(i.Path.Value, `"`)); read[imported] && i.Name == nil {
					in.imports[imported] = true
				}
			}
			parsed[file] = in
			s.add(file, in)
		}
	}
	for file, in := range parsed {
		ast.Inspect(file, func(n ast.Node) bool { return s.definition(n, in) })
	}
	return s, nil
}

func (s *Source) parse(fsys fs.FS, name string) (*ast.File, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return parser.ParseFile(s.files, name, text, parser.SkipObjectResolution)
}

// add records the declarations of a file.
func (s *Source) add(file *ast.File, in *sourceFile) {
	note := func(name string, n ast.Node) { s.named[name] = append(s.named[name], piece{n, in}) }
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil {
				note("."+d.Name.Name, d)
				s.receiver[d] = in.pkg + "." + receiverOf(d)
			} else {
				note(in.pkg+"."+d.Name.Name, d)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					note(in.pkg+"."+spec.Name.Name, spec)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						note(in.pkg+"."+name.Name, spec)
					}
				}
			}
		}
	}
}

// definition records a definition: a literal with a Name and a Run.
func (s *Source) definition(n ast.Node, in *sourceFile) bool {
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
	if name := s.text(fields["Name"], in); name != "" && fields["Run"] != nil {
		s.runs[name] = piece{fields["Run"], in}
	}
	return true
}

// text returns the value of a string literal, or of a constant string.
func (s *Source) text(e ast.Expr, in *sourceFile) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		if err != nil {
			return ""
		}
		return text
	case *ast.Ident:
		for _, n := range s.named[in.pkg+"."+e.Name] {
			if spec, ok := n.Node.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				return s.text(spec.Values[0], in)
			}
		}
	}
	return ""
}

// receiverOf returns the name of the receiver type of a method.
func receiverOf(method *ast.FuncDecl) string {
	name := ""
	ast.Inspect(method.Recv.List[0].Type, func(n ast.Node) bool {
		if id, is := n.(*ast.Ident); is && name == "" { // for a generic type, the first identifier is the type itself
			name = id.Name
		}
		return name == ""
	})
	return name
}

// Of returns all source that runs for a definition: everything it names, directly or indirectly. A method is included by its
// name if its type is named, too, so there may be more than necessary.
func (s *Source) Of(definition string) (string, error) {
	if text, known := s.known[definition]; known {
		return text, nil
	}
	texts, err := s.textsOf(definition)
	if err != nil {
		return "", err
	}
	slices.Sort(texts)
	s.known[definition] = strings.Join(texts, "\n")
	return s.known[definition], nil
}

// textsOf returns the declarations that run for a definition, in any order.
func (s *Source) textsOf(definition string) (texts []string, err error) {
	run, found := s.runs[definition]
	if !found {
		return nil, fmt.Errorf("the source of the step definition %q was not found: write its Name and Run in one literal", definition)
	}
	reached, names := map[ast.Node]bool{run.Node: true}, map[string]bool{}
	for todo := []piece{run}; len(todo) > 0; {
		for _, one := range todo {
			for _, name := range one.names() {
				names[name] = true
			}
		}
		todo = s.reachedBy(names, reached)
	}
	for n := range maps.Keys(reached) {
		var text strings.Builder
		err = errors.Join(err, printer.Fprint(&text, s.files, n))
		texts = append(texts, text.String())
	}
	return texts, err
}

// reachedBy returns the named pieces that were not reached before.
func (s *Source) reachedBy(names map[string]bool, reached map[ast.Node]bool) (more []piece) {
	for name := range names {
		for _, found := range s.named[name] {
			if of, is := s.receiver[found.Node]; reached[found.Node] || is && !names[of] {
				continue
			}
			reached[found.Node] = true
			more = append(more, found)
		}
	}
	return more
}

// names returns the names in a piece of source: those of its package, ".name" for selectors, and also "package.name" for
// selectors of a package.
func (p piece) names() (names []string) {
	behindDot := map[*ast.Ident]bool{}
	ast.Inspect(p.Node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			behindDot[n.Sel] = true
			names = append(names, "."+n.Sel.Name)
			if x, ok := n.X.(*ast.Ident); ok && p.in.imports[x.Name] {
				names = append(names, x.Name+"."+n.Sel.Name)
			}
		case *ast.Ident:
			if !behindDot[n] {
				names = append(names, p.in.pkg+"."+n.Name)
			}
		}
		return true
	})
	return names
}
