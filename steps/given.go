package steps

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func givenSteps() step.Group {
	return step.Group{
		Name: "given", Title: "Values of the scenario",
		Doc: "Give a text a name, and use it as `$(value:NAME)` in later steps, in their doc strings and tables, and in the manifests that they apply.",
		Defs: []step.Def{
			{
				Name:    "value-is",
				Values:  step.GivesValue,
				Pattern: `(the )value {value-name} is {text}`,
				Doc:     "Sets the value of this name for the rest of the scenario. It overrides one from --value or gherkind.yaml.",
				Example: `Given the value "replicas" is "3"`,
				Run:     setValue,
			},
			{
				Name:    "value-is-number",
				Values:  step.GivesValue,
				Pattern: `(the )value {value-name} is {count}`,
				Doc:     "As before, with a number.",
				Example: `Given the value "replicas" is 3`,
				Run:     setNumber,
			},
			{
				Name:    "field-noted",
				Values:  step.NotesValue,
				Fields:  step.FieldsInPath,
				Pattern: `the {jsonpath} of {kind} {name} is noted as {value-name}`,
				Doc: "Waits until there is something at the path, and notes what kubectl get -o jsonpath would print there as a value. " +
					"Below .status, it counts as in `has … at`.",
				Example: `When the "{.spec.clusterIP}" of service "web" is noted as "ip"`,
				Run:     noteField,
			},
		},
	}
}

func setValue(_ context.Context, w *world.World, name, value string) error {
	w.SetValue(name, value)
	return nil
}

func setNumber(_ context.Context, w *world.World, name string, value int) error {
	w.SetValue(name, strconv.Itoa(value))
	return nil
}

func noteField(ctx context.Context, w *world.World, path kube.JSONPath, object world.ObjectRef, name string, ending step.Ending) error {
	var value string
	err := assert.Eventually(ctx, w, ending, object.Ref, objects.PresentIn(object.Ref, objects.Once(func(_ observe.View, obj *unstructured.Unstructured) observe.Verdict {
		have, verdict := foundAt(obj, path)
		if verdict.Met {
			value = have
		}
		return verdict
	})))
	if err != nil {
		return err
	}
	if strings.Contains(value, "\n") {
		return fmt.Errorf("%s of %s has several lines, and a value has one", path, object.Ref)
	}
	w.SetValue(name, value)
	w.Note("%s is %s", name, value)
	return nil
}

// foundAt returns the value at a path, or a verdict if there is none.
func foundAt(obj *unstructured.Unstructured, path kube.JSONPath) (string, observe.Verdict) {
	have, err := path.Of(obj)
	switch {
	case err != nil:
		return "", observe.Verdict{Saw: err.Error()}
	case have == "":
		return "", observe.Verdict{Saw: fmt.Sprintf("it has an empty text at %s", path)}
	}
	return have, objects.OfPresentSpec(obj, asksStatus(path), observe.Verdict{Met: true})
}
