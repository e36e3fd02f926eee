package expression

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/parser"
	"google.golang.org/protobuf/types/known/structpb"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// part is a piece of an expression whose value explains its verdict.
type part struct {
	id   int64
	text string
}

// parts are the operands of the comparisons in an expression, and the calls that are true or false by themselves.
func parts(tree *ast.AST) (found []part) {
	add := func(e ast.Expr) {
		text, err := parser.Unparse(e, tree.SourceInfo())
		if err != nil || e.Kind() == ast.LiteralKind || slices.ContainsFunc(found, func(p part) bool { return p.text == text }) {
			return
		}
		found = append(found, part{e.ID(), text})
	}
	var walk func(ast.Expr)
	walk = func(e ast.Expr) {
		if e.Kind() != ast.CallKind {
			add(e)
			return
		}
		switch call := e.AsCall(); call.FunctionName() {
		case operators.LogicalAnd, operators.LogicalOr, operators.LogicalNot, operators.Conditional:
			for _, arg := range call.Args() {
				walk(arg)
			}
		case operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals, operators.In:
			for _, arg := range call.Args() {
				add(arg)
			}
		default:
			add(e)
		}
	}
	walk(tree.Expr())
	return found
}

// Met evaluates the expression over an object. When it is not met, saw has the values that it depends on, without those of a Secret.
func (e *Expression) Met(obj *unstructured.Unstructured) (met bool, saw string) {
	return e.judge(obj.Object, func() any { return hidden(obj).Object })
}

// MetByAll is Met for a list of objects.
func (e *Expression) MetByAll(objects []*unstructured.Unstructured) (met bool, saw string) {
	whole := func(of func(*unstructured.Unstructured) *unstructured.Unstructured) []any {
		list := make([]any, 0, len(objects))
		for _, obj := range objects {
			list = append(list, of(obj).Object)
		}
		return list
	}
	return e.judge(whole(func(obj *unstructured.Unstructured) *unstructured.Unstructured { return obj }), func() any { return whole(hidden) })
}

func hidden(obj *unstructured.Unstructured) *unstructured.Unstructured {
	return kube.WithoutValues(obj, kube.HiddenValue, kube.HiddenValue)
}

// judge says what it saw by an evaluation of what may be shown. Each is limited before values are kept: the library does not
// limit an evaluation that keeps them.
func (e *Expression) judge(value any, shown func() any) (met bool, saw string) {
	if met, tooLong := e.evaluate(value); met || tooLong {
		return met, takesTooLong
	}
	visible := shown()
	if _, tooLong := e.evaluate(visible); tooLong {
		return false, takesTooLong
	}
	return false, e.why(visible)
}

const takesTooLong = "the expression takes too long: it goes through lists within lists, or through too many objects; look at one after the other with `every … satisfies`"

func (e *Expression) evaluate(value any) (met, tooLong bool) {
	result, _, err := e.program.Eval(map[string]any{e.variable: value})
	return result == types.True, err != nil && strings.Contains(err.Error(), "cost limit exceeded")
}

// why evaluates what was not met again, and keeps the values on the way.
func (e *Expression) why(value any) string {
	result, details, err := e.traced.Eval(map[string]any{e.variable: value})
	switch {
	case err != nil:
		return e.failed(err)
	case result == types.True:
		return "it differs in what is " + kube.HiddenValue
	case result != types.False:
		return fmt.Sprintf("the expression gives %s, which is not true or false", shownValue(result))
	}
	return e.values(details)
}

// failed says of an expression without a value why it has none.
func (e *Expression) failed(err error) string {
	message := err.Error()
	if failure, is := errors.AsType[*types.Err](err); is {
		if at := e.textOf(failure.NodeID()); at != "" && at != e.text {
			message += ", in " + at
		}
	}
	if key, missing := strings.CutPrefix(message, "no such key: "); missing {
		return "there is no " + key
	}
	return message
}

// textOf is a piece of the expression.
func (e *Expression) textOf(id int64) (text string) {
	ast.PostOrderVisit(e.tree.Expr(), ast.NewExprVisitor(func(piece ast.Expr) {
		if piece.ID() == id {
			text, _ = parser.Unparse(piece, e.tree.SourceInfo()) // without it, the message says less
		}
	}))
	return text
}

// values are those of the parts that were looked at.
func (e *Expression) values(details *cel.EvalDetails) string {
	var saw []string
	for _, p := range e.shown {
		if value, seen := details.State().Value(p.id); seen && !types.IsUnknownOrError(value) {
			saw = append(saw, p.text+" is "+shownValue(value))
		}
	}
	if len(saw) == 0 {
		return "it is not so"
	}
	return strings.Join(saw, ", ")
}

// shownLength is how much of a value a sentence has.
const shownLength = 120

func shownValue(value ref.Val) string {
	native, err := value.ConvertToNative(reflect.TypeFor[*structpb.Value]())
	if err != nil {
		return "a " + value.Type().TypeName()
	}
	text, err := json.Marshal(native.(*structpb.Value).AsInterface())
	if err != nil {
		return "a " + value.Type().TypeName()
	}
	if runes := []rune(string(text)); len(runes) > shownLength {
		return string(runes[:shownLength]) + " …"
	}
	return string(text)
}
