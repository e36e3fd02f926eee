package expression

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/types"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/library"
)

// The variables of expressions.
const (
	one  = "object"  // an object
	many = "objects" // a list of them
)

// Expression is a condition that has been compiled. It does not change.
type Expression struct {
	text     string
	variable string
	program  cel.Program // judges
	traced   cel.Program // does the same, and keeps the values on the way
	tree     *ast.AST
	shown    []part
	reads    reads
}

// OfObject compiles a condition on one object, which is called object in it.
func OfObject(text string) (*Expression, error) { return compile(text, one) }

// OfObjects compiles a condition on a list of objects, which is called objects in it.
func OfObjects(text string) (*Expression, error) { return compile(text, many) }

// String is the expression as it was written.
func (e *Expression) String() string { return e.text }

// Fields are the fields that the expression speaks of, each by its keys.
func (e *Expression) Fields() [][]string { return e.reads.fields }

// Optional are the fields of which the expression asks whether they are there.
func (e *Expression) Optional() [][]string { return e.reads.optional }

// AsksStatus tells whether it depends on what a status says of the spec. One that names the generation itself knows what it does.
func (e *Expression) AsksStatus() bool { return e.reads.status && !e.reads.generation }

func compile(text, variable string) (*Expression, error) {
	env, err := environment(variable)
	if err != nil {
		return nil, err
	}
	checked, issues := env.Compile(text)
	if issues.Err() != nil {
		return nil, located(issues, variable)
	}
	if out := checked.OutputType(); !out.IsExactType(cel.BoolType) && !out.IsExactType(cel.DynType) {
		return nil, fmt.Errorf("it gives a %s: write something that is true or false, as in %s", out, examples[variable])
	}
	if err := depends(env, checked, variable); err != nil {
		return nil, err
	}
	program, err := env.Program(checked, limits(cel.EvalOptions(cel.OptOptimize))...)
	if err != nil {
		return nil, fmt.Errorf("it cannot be evaluated: %w", err)
	}
	traced, err := env.Program(checked, cel.EvalOptions(cel.OptTrackState))
	if err != nil {
		return nil, fmt.Errorf("it cannot be evaluated: %w", err)
	}
	tree := checked.NativeRep()
	return &Expression{text: text, variable: variable, program: program, traced: traced, tree: tree, shown: parts(tree), reads: readsOf(tree)}, nil
}

// examples are good expressions.
var examples = map[string]string{
	one:  "object.status.readyReplicas == object.spec.replicas",
	many: "objects.all(o, has(o.spec.nodeName))",
}

// limits are those of an evaluation: as much as the API server allows for one.
func limits(more ...cel.ProgramOption) []cel.ProgramOption {
	return append(more, cel.CostLimit(celconfig.PerCallLimit), cel.CostTracking(&library.CostEstimator{}))
}

// located is the first error of an expression, with its place.
func located(issues *cel.Issues, variable string) error {
	first := issues.Errors()[0]
	message := strings.TrimSpace(first.Message)
	if name, undeclared := strings.CutPrefix(message, "undeclared reference to '"); undeclared {
		name, _, _ = strings.Cut(name, "'")
		message = fmt.Sprintf("%q is not known here: what it is about is called %s, as in %s, and a text stands in single quotes", name, variable, examples[variable])
	}
	return fmt.Errorf("at its character %d: %s", max(first.Location.Column(), 0)+1, message)
}

// depends refuses what is the same whatever the object is: it would be met by any.
func depends(env *cel.Env, checked *cel.Ast, variable string) error {
	program, err := env.Program(checked, limits(cel.EvalOptions(cel.OptPartialEval))...)
	if err != nil {
		return fmt.Errorf("it cannot be evaluated: %w", err)
	}
	unknown, err := cel.PartialVars(map[string]any{}, cel.AttributePattern(variable))
	if err != nil {
		return err
	}
	value, _, err := program.Eval(unknown)
	switch {
	case err != nil && !mentions(checked, variable):
		return fmt.Errorf("it fails for any %s: %w", variable, err)
	case err != nil || types.IsUnknown(value): // not every function can be asked about what is not known
		return nil //nolint:nilerr // see above
	}
	return errors.New("it is " + fmt.Sprint(value.Value()) + " whatever the " + variable + ": write what it must be like, as in " + examples[variable])
}

func mentions(checked *cel.Ast, variable string) bool {
	found := ast.MatchDescendants(ast.NavigateAST(checked.NativeRep()), func(e ast.NavigableExpr) bool {
		return e.Kind() == ast.IdentKind && e.AsIdent() == variable
	})
	return len(found) > 0
}
