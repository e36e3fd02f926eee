package steps

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func valueSteps() step.Group {
	return step.Group{
		Name: "value", Title: "Conditions and values",
		Doc: "Conditions with any status, and comparisons of what an object has. What stands below .status counts only when " +
			"status.observedGeneration, if there is one, is not behind metadata.generation.",
		Defs: slices.Concat(conditionChecks(), comparisonChecks(), textChecks()),
	}
}

func conditionChecks() []step.Def {
	return []step.Def{
		{
			Name:    "object-condition-status",
			Pattern: `{kind} {name} has the condition {text} with status {condition-status}`,
			Doc: "The object's status has a condition of this type with this status, for the current version of its spec. Many objects " +
				"begin so: right after an action, say for how long, or name the reason.",
			Example: `Then deployment "web" has the condition "Available" with status False`,
			Run:     conditionHasStatus,
		},
		{
			Name:    "object-condition-reason",
			Pattern: `{kind} {name} has the condition {text} with status {condition-status} and reason {text}`,
			Doc:     "As before, and the condition has exactly this reason.",
			Example: `Then deployment "web" has the condition "Progressing" with status False and reason "ProgressDeadlineExceeded"`,
			Run:     conditionHasReason,
		},
		{
			Name:    "job-complete",
			Rights:  rightsOfJobs,
			Pattern: `job {name} is complete`,
			Doc:     "The Job has the condition Complete. If it has failed, the step fails immediately.",
			Example: `Then job "import" is complete within 1m`,
			Run:     jobIsComplete,
		},
		{
			Name:    "job-failed",
			Rights:  rightsOfJobs,
			Pattern: `job {name} has failed with reason {text}`,
			Doc: "The Job has the condition Failed with exactly this reason: BackoffLimitExceeded, DeadlineExceeded, PodFailurePolicy … One " +
				"that is complete fails the step immediately.",
			Example: `Then job "import" has failed with reason "BackoffLimitExceeded"`,
			Run:     jobHasFailed,
		},
		{
			Name:    "runs-image",
			Rights:  rightsOfReplicas,
			Pattern: `container {name} of {kind} {name} runs the image {text}`,
			Doc: "The container, of a pod or of the pods of a workload, has this image, whose name is mapped as those in manifests, and runs: of " +
				"a workload, in as many pods as its spec requires, and its template has the image, too.",
			Example: `Then container "app" of deployment "web" runs the image "nginx"`,
			Run:     runsImage,
		},
	}
}

func comparisonChecks() []step.Def {
	return []step.Def{
		{
			Name:    "object-field-at-least",
			Fields:  step.FieldsInPath,
			Pattern: `{kind} {name} has at least {quantity} at {jsonpath}`,
			Doc:     "There is one number at the path, with or without a unit as Kubernetes writes it, and it is not less than this one. An absent field is not a number, not even 0.",
			Example: `Then horizontalpodautoscaler "web" has at least 2 at "{.status.currentReplicas}"`,
			Run:     fieldAtLeast,
		},
		{
			Name:    "object-field-at-most",
			Fields:  step.FieldsInPath,
			Pattern: `{kind} {name} has at most {quantity} at {jsonpath}`,
			Doc:     "The same, and not more than this one.",
			Example: `Then resourcequota "team" has at most 500m at "{.status.used['requests\.cpu']}"`,
			Run:     fieldAtMost,
		},
		{
			Name:    "object-field-between",
			Fields:  step.FieldsInPath,
			Pattern: `{kind} {name} has between {quantity} and {quantity} at {jsonpath}`,
			Doc:     "As before, but within this range, both limits included.",
			Example: `Then deployment "web" has between 2 and 4 at "{.spec.replicas}"`,
			Run:     fieldBetween,
		},
	}
}

func textChecks() []step.Def {
	return []step.Def{
		{
			Name:    "object-field-contains",
			Fields:  step.FieldsInPath,
			Pattern: `{kind} {name} has a text with {part} at {jsonpath}`,
			Doc:     "What kubectl get -o jsonpath prints of the object contains the text.",
			Example: `Then configmap "settings" has a text with "color=blue" at "{.data.app\.properties}"`,
			Run:     fieldContains,
		},
		{
			Name:    "object-field-like",
			Fields:  step.FieldsInPath,
			Pattern: `{kind} {name} has a text like {regexp} at {jsonpath}`,
			Doc:     "What kubectl get -o jsonpath prints of the object matches the regular expression as a whole.",
			Example: `Then service "web" has a text like "10\..*" at "{.spec.clusterIP}"`,
			Run:     fieldLike,
		},
		{
			Name:    "object-differs",
			Fields:  step.FieldsInDocString,
			Pattern: `{kind} {name} does not match:`,
			Doc: "The object exists, and at least one thing in the YAML is different. It is the opposite of `matches:`, except for a status of an " +
				"earlier spec, which proves neither.",
			Example: `Then service "web" does not match:
  """
  spec: {type: LoadBalancer}
  """`,
			Run:      objectDiffers,
			ParseDoc: parsePart,
		},
	}
}

func conditionHasStatus(ctx context.Context, w *world.World, object world.ObjectRef, condition string, status corev1.ConditionStatus, ending step.Ending) error {
	return expectCondition(ctx, w, object.Ref, wantedCondition{condition, status, nil}, ending)
}

func conditionHasReason(ctx context.Context, w *world.World, object world.ObjectRef, condition string, status corev1.ConditionStatus, reason string, ending step.Ending) error {
	return expectCondition(ctx, w, object.Ref, wantedCondition{condition, status, &reason}, ending)
}

func jobIsComplete(ctx context.Context, w *world.World, job world.JobRef, ending step.Ending) error {
	return expectCondition(ctx, w, job.Ref, wantedCondition{"Complete", corev1.ConditionTrue, nil}, ending, assert.FailFast(failfast.Complete))
}

func jobHasFailed(ctx context.Context, w *world.World, job world.JobRef, reason string, ending step.Ending) error {
	return expectCondition(ctx, w, job.Ref, wantedCondition{"Failed", corev1.ConditionTrue, &reason}, ending, assert.FailFast(failfast.Change))
}

func runsImage(ctx context.Context, w *world.World, container string, object world.ObjectRef, image string, ending step.Ending) error {
	if err := watchOwned(ctx, w, object.Ref); err != nil {
		return err
	}
	real := w.Run.Image(image)
	return assert.Eventually(ctx, w, ending, object.Ref, objects.PresentIn(object.Ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		saw := objects.OtherImage(v, object.Ref, obj, container, real)
		return observe.Verdict{Met: saw == "", Saw: saw}
	})))
}

func fieldAtLeast(ctx context.Context, w *world.World, object world.ObjectRef, least resource.Quantity, path kube.JSONPath, ending step.Ending) error {
	return expectNumber(ctx, w, object.Ref, path, ending, func(n resource.Quantity) bool { return n.Cmp(least) >= 0 })
}

func fieldAtMost(ctx context.Context, w *world.World, object world.ObjectRef, most resource.Quantity, path kube.JSONPath, ending step.Ending) error {
	return expectNumber(ctx, w, object.Ref, path, ending, func(n resource.Quantity) bool { return n.Cmp(most) <= 0 })
}

func fieldBetween(ctx context.Context, w *world.World, object world.ObjectRef, least, most resource.Quantity, path kube.JSONPath, ending step.Ending) error {
	if least.Cmp(most) > 0 {
		return fmt.Errorf("nothing is between %s and %s: write the smaller number first", &least, &most)
	}
	return expectNumber(ctx, w, object.Ref, path, ending, func(n resource.Quantity) bool { return n.Cmp(least) >= 0 && n.Cmp(most) <= 0 })
}

func fieldContains(ctx context.Context, w *world.World, object world.ObjectRef, part string, path kube.JSONPath, ending step.Ending) error {
	return expectText(ctx, w, object.Ref, path, ending, regexp.MustCompile(regexp.QuoteMeta(part)))
}

func fieldLike(ctx context.Context, w *world.World, object world.ObjectRef, whole placeholder.Whole, path kube.JSONPath, ending step.Ending) error {
	return expectText(ctx, w, object.Ref, path, ending, whole.Regexp)
}

func objectDiffers(ctx context.Context, w *world.World, object world.ObjectRef, ending step.Ending, part *kube.Part) error {
	err := expectObject(ctx, w, object.Ref, wantsStatus(part.Object), ending, func(obj *unstructured.Unstructured) observe.Verdict {
		return differs(obj, part.Object)
	}, assert.WarnAtOnce(assert.Ever(object.Ref, func(obj *unstructured.Unstructured) bool { return !differs(obj, part.Object).Met })))
	if err != nil {
		return err
	}
	return assert.SureOfFields(ctx, w, object.Ref, assert.AllFields(part.Object, nil))
}
