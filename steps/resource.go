package steps

import (
	"context"
	"errors"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/subset"
	"github.com/gherkind/gherkind/steps/world"
)

func resourceSteps() step.Group {
	return step.Group{
		Name: "resource", Title: "Any object", Doc: "Steps for every kind the cluster knows, custom resources included.",
		Defs: []step.Def{
			{
				Name:    "object-exists",
				Pattern: `{kind} {name} exists`,
				Doc:     "There is an object of this kind and name.",
				Example: `Then configmap "settings" exists`,
				Run:     objectExists,
			},
			{
				Name:    "object-does-not-exist",
				Pattern: `{kind} {name} does not exist`,
				Doc:     "There is no object of this kind and name, or it goes away.",
				Example: `Then pod "web" does not exist within 30s`,
				Run:     objectAbsent,
			},
			{
				Name:    "object-condition",
				Pattern: `{kind} {name} has the condition {text}`,
				Doc:     "The object's status has a condition of this type with the status True.",
				Example: `Then deployment "web" has the condition "Available"`,
				Run:     objectCondition,
			},
			{
				Name:    "object-matches",
				Pattern: `{kind} {name} matches:`,
				Doc: "The object contains everything that the YAML below the step says; what the YAML does not mention may be " +
					"anything. Each item of a list must be found in the object's list, in any order.",
				Example: `Then service "web" matches:
  """
  spec:
    type: NodePort
    ports:
      - {name: http, port: 8080}
  """`,
				Run:   objectMatches,
				Check: checkYAML,
			},
		},
	}
}

func objectExists(ctx context.Context, w *world.World, kind, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: v.Get(ref) != nil, Saw: fmt.Sprintf("there is no %s", ref)}
	})
}

func objectAbsent(ctx context.Context, w *world.World, kind, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		obj := v.Get(ref)
		if obj != nil && obj.GetDeletionTimestamp() != nil {
			return observe.Verdict{Saw: fmt.Sprintf("%s is being deleted, finalizers: %v", ref, obj.GetFinalizers())}
		}
		return observe.Verdict{Met: obj == nil, Saw: fmt.Sprintf("%s exists", ref)}
	})
}

func objectCondition(ctx context.Context, w *world.World, kind, name, condition string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		obj := v.Get(ref)
		if obj == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
		}
		c := conditionOf(obj, condition)
		if c == nil {
			return observe.Verdict{Saw: fmt.Sprintf("%s reports no condition %s", ref, condition)}
		}
		return observe.Verdict{Met: c["status"] == "True", Saw: fmt.Sprintf("%s is %v: %v", condition, c["status"], c["message"])}
	})
}

func objectMatches(ctx context.Context, w *world.World, kind, name string, ending step.Ending, doc step.DocString) error {
	want, err := readYAML(doc)
	if err != nil {
		return err
	}
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		obj := v.Get(ref)
		if obj == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
		}
		difference := subset.Difference(want, obj.Object)
		return observe.Verdict{Met: difference == "", Saw: difference}
	})
}

func checkYAML(arg step.Argument, _ step.Place) error {
	_, err := readYAML(*arg.DocString)
	return err
}

// readYAML reads what an object must contain: a mapping, as every object is.
func readYAML(doc step.DocString) (map[string]any, error) {
	var want map[string]any
	if err := yaml.Unmarshal([]byte(doc.Text), &want); err != nil {
		return nil, fmt.Errorf("read the YAML: %w", err)
	}
	if len(want) == 0 {
		return nil, errors.New("the YAML is empty: it would match any object")
	}
	return want, nil
}
