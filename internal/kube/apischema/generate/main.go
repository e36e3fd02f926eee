// Command generate writes table.json: which fields of the Kubernetes types are required, and which values the fields with a
// fixed set of values allow. It reads the OpenAPI definitions in the source of the Kubernetes release that gherkind's API types
// come from, as a Go module.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/kube/apischema"
)

func main() {
	if err := write(context.Background(), "table.json"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(ctx context.Context, path string) error {
	version, err := output(ctx, "list", "-m", "-f", "{{.Version}}", "k8s.io/api")
	if err != nil {
		return err
	}
	release := "v1." + strings.TrimPrefix(version, "v0.")
	dir, err := moduleDir(ctx, "k8s.io/kubernetes@"+release)
	if err != nil {
		return err
	}
	table, err := read(filepath.Join(dir, "pkg", "generated", "openapi", "zz_generated.openapi.go"))
	if err != nil {
		return err
	}
	table.Kubernetes = release
	data, err := json.MarshalIndent(table, "", " ")
	if err != nil {
		return fmt.Errorf("encode the table: %w", err)
	}
	if err := os.WriteFile(path, append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return nil
}

func output(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "go", args...).Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

func moduleDir(ctx context.Context, module string) (string, error) {
	out, err := output(ctx, "mod", "download", "-json", module)
	if err != nil {
		return "", err
	}
	var found struct{ Dir string }
	if err := json.Unmarshal([]byte(out), &found); err != nil || found.Dir == "" {
		return "", fmt.Errorf("find the source of %s: %w", module, errors.Join(err, errors.New(out)))
	}
	return found.Dir, nil
}

// read finds the types, and what the definitions say about their fields.
func read(path string) (*apischema.Table, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("read the definitions: %w", err)
	}
	imports := map[string]string{} // paths by the names in the file
	for _, i := range file.Imports {
		if target, err := strconv.Unquote(i.Path.Value); err == nil && i.Name != nil {
			imports[i.Name.Name] = target
		}
	}
	functions := map[string]*ast.FuncDecl{}
	for _, d := range file.Decls {
		if f, is := d.(*ast.FuncDecl); is {
			functions[f.Name.Name] = f
		}
	}
	types, err := typesOf(functions["GetOpenAPIDefinitions"], imports)
	if err != nil {
		return nil, err
	}
	table := &apischema.Table{Types: map[string]apischema.Type{}}
	for function, name := range types {
		one := typeOf(functions[function])
		if strings.HasPrefix(name, "k8s.io/api/") && (len(one.Required) > 0 || len(one.Values) > 0) {
			table.Types[name] = one
		}
	}
	return table, nil
}

// typesOf returns the type that each function describes: corev1.Pod{}.OpenAPIModelName(): schema_k8sio_api_core_v1_Pod(ref).
func typesOf(index *ast.FuncDecl, imports map[string]string) (map[string]string, error) {
	if index == nil {
		return nil, errors.New("the definitions have no index")
	}
	types := map[string]string{}
	ast.Inspect(index, func(n ast.Node) bool {
		pair, is := n.(*ast.KeyValueExpr)
		if !is {
			return true
		}
		value, is := pair.Value.(*ast.CallExpr)
		if !is {
			return true
		}
		function, is := value.Fun.(*ast.Ident)
		named := nameIn(pair.Key)
		if !is || named == nil {
			return true
		}
		if from, is := named.X.(*ast.Ident); is {
			types[function.Name] = imports[from.Name] + "." + named.Sel.Name
		}
		return false
	})
	if len(types) == 0 {
		return nil, errors.New("the index of the definitions has another form than is known here")
	}
	return types, nil
}

// nameIn returns pkg.Type of pkg.Type{}.OpenAPIModelName().
func nameIn(key ast.Expr) (named *ast.SelectorExpr) {
	ast.Inspect(key, func(n ast.Node) bool {
		if literal, is := n.(*ast.CompositeLit); is {
			named, _ = literal.Type.(*ast.SelectorExpr)
		}
		return named == nil
	})
	return named
}

// typeOf reads a definition.
func typeOf(f *ast.FuncDecl) apischema.Type {
	one := apischema.Type{Values: map[string][]string{}}
	if f == nil {
		return one
	}
	ast.Inspect(f, func(n ast.Node) bool {
		pair, is := n.(*ast.KeyValueExpr)
		if !is {
			return true
		}
		switch key := pair.Key.(type) {
		case *ast.Ident:
			if key.Name == "Required" {
				one.Required = stringsIn(pair.Value)
			}
		case *ast.BasicLit:
			if values := enumOf(pair.Value); len(values) > 0 {
				one.Values[stringsIn(key)[0]] = values
			}
		}
		return true
	})
	slices.Sort(one.Required)
	return one
}

// enumOf returns the allowed values of a field itself, not of the items of a list.
func enumOf(field ast.Expr) (values []string) {
	ast.Inspect(field, func(n ast.Node) bool {
		pair, is := n.(*ast.KeyValueExpr)
		if !is {
			return true
		}
		key, is := pair.Key.(*ast.Ident)
		if !is || key.Name == "Items" || key.Name == "AdditionalProperties" {
			return false
		}
		if key.Name == "Enum" {
			values = stringsIn(pair.Value)
		}
		return true
	})
	return values
}

// stringsIn returns the string literals of an expression.
func stringsIn(e ast.Expr) (all []string) {
	ast.Inspect(e, func(n ast.Node) bool {
		if literal, is := n.(*ast.BasicLit); is && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				all = append(all, text)
			}
		}
		return true
	})
	return all
}
