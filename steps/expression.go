package steps

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/expression"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func expressionSteps() step.Group {
	return step.Group{
		Name: "expression", Title: "Expressions",
		Doc: "Conditions in CEL, the language of ValidatingAdmissionPolicies, on one object or on several. Mistakes in an expression are found before the run, including fields that the kind does not have and expressions " +
			"that do not depend on the object. If a field is absent, the expression is not met, unless it uses has() or .?. An expression that looks at a status counts when status.observedGeneration, if there is one, is not behind " +
			"metadata.generation; one that names observedGeneration is evaluated as it is.",
		Defs: []step.Def{
			{
				Name:    "object-satisfies",
				Fields:  step.FieldsInExpression,
				Pattern: `{kind} {name} satisfies {expression}`,
				Doc:     "The object exists, and the expression is true for it.",
				Example: `Then deployment "web" satisfies "object.status.readyReplicas == object.spec.replicas"`,
				Run:     objectSatisfies,
			},
			{
				Name:    "every-object-satisfies",
				Fields:  step.FieldsInExpression,
				Pattern: `every {kind} labelled {selector} satisfies {expression}`,
				Doc:     "There is at least one object with these labels, as `there are … labelled` counts them, and the expression is true for each of them. To check how many there are, use that step.",
				Example: `Then every pod labelled "app=web" satisfies "has(object.spec.nodeName)"`,
				Run:     everyObjectSatisfies,
			},
			{
				Name:    "objects-satisfy",
				Fields:  step.FieldsInExpression,
				Pattern: `the {kind} labelled {selector} satisfy {list-expression}`,
				Doc:     "There is at least one object with these labels, and the expression is true for their list, which is sorted by namespace and name.",
				Example: `Then the pods labelled "app=web" satisfy "objects.map(o, o.spec.nodeName).distinct().size() == 3"`,
				Run:     objectsSatisfy,
			},
		},
	}
}

func objectSatisfies(ctx context.Context, w *world.World, object world.ObjectRef, e *expression.Expression, ending step.Ending) error {
	judge := func(obj *unstructured.Unstructured) observe.Verdict { return satisfies(obj, e) }
	var opts []assert.Option
	if e.AsksStatus() {
		opts = append(opts, assert.WarnAtOnce(assert.Ever(object.Ref, func(obj *unstructured.Unstructured) bool { return !judge(obj).Met })))
	}
	if err := expectObject(ctx, w, object.Ref, e.AsksStatus(), ending, judge, opts...); err != nil {
		return err
	}
	return sureOfOptional(ctx, w, object.Ref, e)
}

func satisfies(obj *unstructured.Unstructured, e *expression.Expression) observe.Verdict {
	met, saw := e.Met(obj)
	return objects.OfPresentSpec(obj, e.AsksStatus(), observe.Verdict{Met: met, Saw: saw})
}

// sureOfOptional handles fields of custom resources that an expression tests with has().
func sureOfOptional(ctx context.Context, w *world.World, ref kube.Ref, e *expression.Expression) error {
	if len(e.Optional()) == 0 {
		return nil
	}
	return assert.SureOfFields(ctx, w, ref, e.Optional())
}

func everyObjectSatisfies(ctx context.Context, w *world.World, kindName string, selector labels.Selector, e *expression.Expression, ending step.Ending) error {
	return expectLabelled(ctx, w, kindName, selector, e, ending, func(found []*unstructured.Unstructured) observe.Verdict {
		for _, obj := range found {
			if met, saw := e.Met(obj); !met {
				return observe.Verdict{Saw: fmt.Sprintf("of %q: %s", obj.GetName(), saw)}
			}
		}
		return observe.Verdict{Met: true, Saw: sawObjects(found)}
	})
}

func objectsSatisfy(ctx context.Context, w *world.World, kindName string, selector labels.Selector, e *expression.Expression, ending step.Ending) error {
	return expectLabelled(ctx, w, kindName, selector, e, ending, func(found []*unstructured.Unstructured) observe.Verdict {
		met, saw := e.MetByAll(found)
		if !met {
			saw += "; " + sawObjects(found)
		}
		return observe.Verdict{Met: met, Saw: saw}
	})
}

// expectLabelled judges the objects that match a selector. There must be at least one, and their statuses must be of the
// current spec.
func expectLabelled(ctx context.Context, w *world.World, kindName string, selector labels.Selector, e *expression.Expression, ending step.Ending, judge func([]*unstructured.Unstructured) observe.Verdict) error {
	kind, err := w.WatchNamed(ctx, kindName)
	if err != nil {
		return err
	}
	namespaces, err := everyNamespace(w, kind, kindName)
	if err != nil {
		return err
	}
	wasMet := false // after the check was met, a new generation alone does not revoke it, see objects.Once
	err = assert.Eventually(ctx, w, ending, kube.Ref{Kind: kind}, func(v observe.View) observe.Verdict {
		found := labelled(v, kind, namespaces, selector)
		if len(found) == 0 {
			return observe.Verdict{Saw: sawObjects(nil)}
		}
		verdict := judge(found)
		for _, obj := range found {
			if !wasMet {
				verdict = objects.OfPresentSpec(obj, e.AsksStatus(), verdict)
			}
			verdict = assert.HeardStatus(w, v, refOf(kind, obj), obj, e.AsksStatus(), verdict)
		}
		wasMet = wasMet || verdict.Met
		return verdict
	})
	if err != nil {
		return err
	}
	assert.WarnNumber(ctx, w, ending)
	return sureOfOptional(ctx, w, kube.Ref{Kind: kind}, e)
}

func refOf(kind kube.Kind, obj *unstructured.Unstructured) kube.Ref {
	return kube.Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}
}
