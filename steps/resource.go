package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func resourceSteps() step.Group {
	return step.Group{
		Name: "resource", Title: "Any object", Doc: "Steps for every kind the cluster knows, custom resources included.",
		Defs: []step.Def{
			{
				Name:    "object-exists",
				Blind:   true,
				Pattern: `{kind} {name} exists`,
				Doc:     "There is an object of this kind and name.",
				Example: `Then configmap "settings" exists`,
				Run:     objectExists,
			},
			{
				Name:    "object-does-not-exist",
				Blind:   true,
				Pattern: `{kind} {name} does not exist`,
				Doc: "There is no object of this kind and name, or it is deleted. If there never was one, and nothing else in the " +
					"scenario has the name, the step warns, and so it does right after an action, of which one may still come.",
				Example: `Then pod "web" does not exist within 30s`,
				Run:     objectAbsent,
			},
			{
				Name:    "object-condition",
				Pattern: `{kind} {name} has the condition {text}`,
				Doc: "The object's status has a condition of this type with the status True, for the current version of its spec: " +
					"as with kubectl wait, it counts only when the observedGeneration of the condition, or else of the status, is not " +
					"behind metadata.generation. An object without observedGeneration is taken at its word. One that is being deleted " +
					"is not Ready and not Available.",
				Example: `Then deployment "web" has the condition "Available"`,
				Run:     objectCondition,
			},
			{
				Name:    "object-field",
				Fields:  step.FieldsInPath,
				Pattern: `{kind} {name} has {text} at {jsonpath}`,
				Doc: "What kubectl get -o jsonpath prints of the object is exactly this text; several values are separated by a space " +
					"between them. A path that leads nowhere is never met. What a path below .status finds counts only when " +
					"status.observedGeneration, if there is one, is not behind metadata.generation; a path that names it is read as it is.",
				Example: `Then deployment "web" has "3" at "{.status.readyReplicas}"`,
				Run:     fieldIs,
			},
			{
				Name:    "object-field-absent",
				Fields:  step.FieldsInPath,
				Pattern: `{kind} {name} has nothing at {jsonpath}`,
				Doc: "The object exists, and there is nothing at the path: the field is absent. An empty text is something. What is " +
					"below .status counts as in the step before.",
				Example: `Then pod "web" has nothing at "{.metadata.deletionTimestamp}"`,
				Run:     fieldAbsent,
			},
			{
				Name:    "object-field-unchanged",
				Fields:  step.FieldsInText,
				Pattern: `{kind} {name} never changed its {text}`,
				Doc:     "The field, named by its path with dots, had one value in all versions of the object that the scenario has seen.",
				Example: `Then service "web" never changed its "spec.clusterIP"`,
				Run:     neverChanged,
			},
			{
				Name:    "object-matches",
				Fields:  step.FieldsInDocString,
				Pattern: `{kind} {name} matches:`,
				Doc: "The object contains everything that the YAML below the step says; what the YAML does not mention may be " +
					"anything. Each item of a list must be found in the object's list, in any order. `[]` and `{}` are met by " +
					"what is empty or absent, `null` by what is absent. A status in it counts only when status.observedGeneration, if " +
					"the object has one, is not behind metadata.generation; one that names observedGeneration is evaluated as it is.",
				Example: `Then service "web" matches:
  """
  spec:
    type: NodePort
    ports:
      - {name: http, port: 8080}
  """`,
				Run:      objectMatches,
				ParseDoc: parsePart,
			},
		},
	}
}

func neverChanged(ctx context.Context, w *world.World, object world.ObjectRef, path string, span step.Span) error {
	life := func(v observe.View) []observe.Observation { return objects.Life(v, object.Ref) }
	if span.Throughout || span.For > 0 { // from now on: an object that replaces this one must have the same value
		life = objects.LivesFrom(object.Ref)
	}
	return assert.Never(ctx, w, span, object.Ref, oneValue(object.Ref, path, life))
}

func oneValue(ref kube.Ref, path string, life func(observe.View) []observe.Observation) assert.Prohibition {
	values := func(v observe.View) (values, shown []string, lacks string) {
		for _, o := range life(v) {
			value, found, err := unstructured.NestedFieldNoCopy(o.Object.Object, strings.Split(path, ".")...)
			if err != nil || !found {
				return nil, nil, fmt.Sprintf("a version of it has no field %s", path)
			}
			if text := fmt.Sprint(value); !slices.Contains(values, text) {
				values, shown = append(values, text), append(shown, objects.ShownField(o.Object, path, value))
			}
		}
		return values, shown, objects.NeverThere(v, ref)
	}
	return assert.Prohibition{
		Lacks: func(v observe.View) string {
			_, _, lacks := values(v)
			return lacks
		},
		Broken: func(v observe.View) string {
			if had, shown, _ := values(v); len(had) > 1 {
				return fmt.Sprintf("%s was %s", path, strings.Join(shown, ", then "))
			}
			return ""
		},
	}
}

func objectExists(ctx context.Context, w *world.World, object world.ObjectRef, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, object.Ref, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: v.Get(object.Ref) != nil, Saw: fmt.Sprintf("there is no %s", object)}
	})
}

func objectAbsent(ctx context.Context, w *world.World, object world.ObjectRef, ending step.Ending) error {
	err := assert.Eventually(ctx, w, ending, object.Ref, func(v observe.View) observe.Verdict {
		obj := v.Get(object.Ref)
		if obj != nil && obj.GetDeletionTimestamp() != nil {
			return observe.Verdict{Saw: fmt.Sprintf("%s is being deleted, finalizers: %v", object.Ref, obj.GetFinalizers())}
		}
		return observe.Verdict{Met: obj == nil, Saw: fmt.Sprintf("%s exists", object.Ref)}
	})
	if err == nil {
		assert.WarnAbsent(ctx, w, object.Ref, ending)
	}
	return err
}

func objectCondition(ctx context.Context, w *world.World, object world.ObjectRef, condition string, ending step.Ending) error {
	check := objects.PresentIn(object.Ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return assert.Heard(w, v, object.Ref, obj, condition, objects.HasCondition(object.Ref, obj, condition))
	}))
	if goal, known := goalOf(object.Ref, condition); known {
		return assert.Eventually(ctx, w, ending, object.Ref, check, assert.FailFast(goal))
	}
	return assert.Eventually(ctx, w, ending, object.Ref, check)
}

// goalOf returns when a wait for a condition can fail fast: conditions that mean that an object is healthy, and those of Jobs,
// which end only once.
func goalOf(ref kube.Ref, condition string) (failfast.Goal, bool) {
	switch ref.Kind.GVK.GroupKind().String() + " " + condition {
	case "Pod Ready", "Pod ContainersReady", "Pod Initialized", "Pod PodScheduled", "Deployment.apps Available":
		return failfast.Up, true
	case "Job.batch Complete", "Job.batch SuccessCriteriaMet":
		return failfast.Complete, true
	}
	if ref.Kind.GVK.GroupKind() == objects.KindJob {
		return failfast.Change, true
	}
	return 0, false
}

func objectMatches(ctx context.Context, w *world.World, object world.ObjectRef, ending step.Ending, part *kube.Part) error {
	var opts []assert.Option
	if nothingInStatus(part.Object) {
		opts = append(opts, assert.WarnAtOnce(assert.Ever(object.Ref, func(obj *unstructured.Unstructured) bool { return !contains(obj, part.Object).Met })))
	}
	err := expectObject(ctx, w, object.Ref, wantsStatus(part.Object), ending, func(obj *unstructured.Unstructured) observe.Verdict {
		return contains(obj, part.Object)
	}, opts...)
	if err != nil {
		return err
	}
	return assert.SureOfFields(ctx, w, object.Ref, assert.EmptyFields(part.Object, nil))
}

// expectObject judges an object, which must exist. If the check reads the status, values from before the scenario switched off
// a node do not count, see [assert.HeardStatus].
func expectObject(ctx context.Context, w *world.World, ref kube.Ref, asksStatus bool, ending step.Ending, judge func(*unstructured.Unstructured) observe.Verdict, opts ...assert.Option) error {
	return assert.Eventually(ctx, w, ending, ref, objects.PresentIn(ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return assert.HeardStatus(w, v, ref, obj, asksStatus, judge(obj))
	})), opts...)
}

// nothingInStatus reports whether a part expects only empty or absent fields in the status. A status that has not been written
// yet matches, too.
func nothingInStatus(part map[string]any) bool {
	status, asks := part["status"]
	return asks && len(assert.AllFields(status, nil)) == len(assert.EmptyFields(status, nil))
}

func contains(obj *unstructured.Unstructured, want map[string]any) observe.Verdict {
	difference := objects.ShownDifference(want, obj)
	return objects.OfPresentSpec(obj, wantsStatus(want), observe.Verdict{Met: difference == "", Saw: difference})
}

// wantsStatus reports whether a part expects a status that must be of the current spec. If it contains observedGeneration
// itself, its author handles this.
func wantsStatus(part map[string]any) bool {
	status, asks := part["status"].(map[string]any)
	_, asksGeneration := status["observedGeneration"]
	return asks && !asksGeneration
}

// parsePart parses the YAML below a step when the feature is loaded.
func parsePart(doc step.DocString, at step.Place) (any, error) { return partOf(at.URI, doc) }

// partOf parses what an object must contain. The empty lines at the front make its line numbers match those of the feature
// file.
func partOf(uri string, doc step.DocString) (*kube.Part, error) {
	return kube.ParsePart(uri, []byte(strings.Repeat("\n", doc.Line)+yamlOf(doc)))
}

func fieldIs(ctx context.Context, w *world.World, object world.ObjectRef, want string, path kube.JSONPath, ending step.Ending) error {
	err := expectObject(ctx, w, object.Ref, asksStatus(path), ending, func(obj *unstructured.Unstructured) observe.Verdict { return hasAt(obj, path, want) })
	if f, missed := errors.AsType[*explain.Failure](err); missed && want == "" {
		f.Hint = fmt.Sprintf(`an empty text is not an absent field: for that, write: %s %q has nothing at %q`, object.Said.Kind, object.Said.Name, path)
	}
	return err
}

func fieldAbsent(ctx context.Context, w *world.World, object world.ObjectRef, path kube.JSONPath, ending step.Ending) error {
	var opts []assert.Option
	if asksStatus(path) { // fields outside the status are current as soon as a step has applied them
		opts = append(opts, assert.WarnAtOnce(assert.Ever(object.Ref, func(obj *unstructured.Unstructured) bool {
			_, err := path.Of(obj)
			return err == nil
		})))
	}
	return expectObject(ctx, w, object.Ref, asksStatus(path), ending, func(obj *unstructured.Unstructured) observe.Verdict { return hasNothingAt(obj, path) }, opts...)
}

func hasNothingAt(obj *unstructured.Unstructured, path kube.JSONPath) observe.Verdict {
	have, err := path.Of(obj)
	switch {
	case errors.Is(err, kube.ErrNothingThere):
		return objects.OfPresentSpec(obj, asksStatus(path), observe.Verdict{Met: true})
	case err != nil:
		return observe.Verdict{Saw: err.Error()}
	}
	return observe.Verdict{Saw: fmt.Sprintf("it has %s at %s", objects.ShownAt(obj, path, have), path)}
}

func hasAt(obj *unstructured.Unstructured, path kube.JSONPath, want string) observe.Verdict {
	have, err := path.Of(obj)
	switch {
	case errors.Is(err, kube.ErrNothingThere):
		return observe.Verdict{Saw: fmt.Sprintf("it has nothing at %s", path)}
	case err != nil:
		return observe.Verdict{Saw: err.Error()}
	}
	return objects.OfPresentSpec(obj, asksStatus(path), observe.Verdict{Met: have == want, Saw: fmt.Sprintf("it has %s at %s", objects.ShownAt(obj, path, have), path)})
}

// asksStatus reports whether a path reads the status, which may be of an earlier spec.
func asksStatus(path kube.JSONPath) bool {
	text := path.String()
	return strings.Contains(text, ".status") && !strings.Contains(text, "observedGeneration")
}
