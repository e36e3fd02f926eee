package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func changeSteps() step.Group {
	return step.Group{
		Name: "change", Title: "Changes to objects",
		Doc:  "Change objects of the scenario as kubectl patch, set, rollout and delete do. None of these steps waits for the effect.",
		Defs: slices.Concat(patchActions(), rolloutActions(), objectActions()),
	}
}

func patchActions() []step.Def {
	return []step.Def{
		{
			Name:    "object-patched",
			Rights:  rightsToPatch,
			Acts:    true,
			Fields:  step.FieldsInDocString,
			Pattern: `{kind} {name} is patched with:`,
			Doc: "Merges the YAML of the doc string into the object, as kubectl patch does: items of lists are found by their keys, and null removes a field. Lists in custom resources are replaced completely. A list of operations is a JSON patch. A field that " +
				"the kind does not have is refused; images are mapped as in manifests.",
			Example: `When deployment "web" is patched with:
  """
  spec:
    template:
      metadata: {labels: {version: next}}
  """`,
			Run:      patchObject,
			ParseDoc: parsePatch,
		},
		{
			Name:    "object-merge-patched",
			Rights:  rightsToPatch,
			Acts:    true,
			Fields:  step.FieldsInDocString,
			Pattern: `{kind} {name} is patched with this merge patch:`,
			Doc:     "As before, but as kubectl patch --type merge does: every list is replaced completely.",
			Example: `When service "web" is patched with this merge patch:
  """
  spec:
    ports: [{port: 8081, targetPort: 80}]
  """`,
			Run:      mergePatchObject,
			ParseDoc: parsePatch,
		},
		{
			Name:    "status-patched",
			Rights:  rightsToPatchStatus,
			Acts:    true,
			Fields:  step.FieldsInDocString,
			Pattern: `the status of {kind} {name} is patched with:`,
			Doc:     "Merges the YAML, which begins with `status:`, into the object's subresource status, as its controller would. If a controller is running, it overwrites this again.",
			Example: `When the status of certificate "web" is patched with:
  """
  status:
    conditions: [{type: Ready, status: "True", reason: Issued, message: by hand, lastTransitionTime: "2026-01-01T00:00:00Z"}]
  """`,
			Run:      patchStatus,
			ParseDoc: parsePatch,
		},
	}
}

func rolloutActions() []step.Def {
	return []step.Def{
		{
			Name:    "image-set",
			Rights:  rightsToPatch,
			Acts:    true,
			Pattern: `the image of container {name} of {kind} {name} is set to {text}`,
			Doc: "Changes the image of one container, including init containers, in a pod or in the template of a workload. The name of the " +
				"image is mapped as in manifests.",
			Example: `When the image of container "app" of deployment "web" is set to "nginx"`,
			Run:     setImage,
		},
		{
			Name:    "rollout-restarted",
			Rights:  rightsToPatch,
			Acts:    true,
			Pattern: `{rollout} {name} is restarted`,
			Doc:     "Replaces all pods according to the workload's update strategy, as kubectl rollout restart does.",
			Example: `When deployment "web" is restarted`,
			Run:     restartRollout,
		},
		{
			Name:    "rollout-undone",
			Rights:  rightsToRollBack,
			Acts:    true,
			Pattern: `{rollout} {name} is rolled back`,
			Doc:     "Restores the previous template of the workload, as kubectl rollout undo does. Without a previous one the step fails.",
			Example: `When deployment "web" is rolled back`,
			Run:     rollBack,
		},
	}
}

func objectActions() []step.Def {
	return []step.Def{
		{
			Name:    "objects-deleted",
			Rights:  rightsToDelete,
			Acts:    true,
			Pattern: `every {kind} labelled {selector} is deleted`,
			Doc: "Deletes all objects of the kind in the scenario's namespaces whose labels match. If there is none yet, the step " +
				"waits for one for up to a minute.",
			Example: `When every pod labelled "app=web" is deleted`,
			Run:     deleteLabelled,
		},
		{
			Name:    "job-from-cronjob",
			Makes:   step.Makes{Kind: "job", Value: 0},
			Rights:  rightsToStartJob,
			Acts:    true,
			Pattern: `job {name} is created from cronjob {name}`,
			Doc:     "Creates a Job from the template of the CronJob immediately, as kubectl create job --from does.",
			Example: `When job "now" is created from cronjob "report"`,
			Run:     startJob,
		},
		{
			Name:    "pod-evicted",
			Rights:  rightsToEvict,
			Acts:    true,
			Pattern: `pod {name} is evicted`,
			Doc:     "Evicts the pod, which its PodDisruptionBudget must allow now. It does not wait until the pod is gone.",
			Example: `When pod "web" is evicted`,
			Run:     evictPod,
		},
		{
			Name:    "eviction-rejected",
			Refused: true,
			Rights:  rightsToEvict,
			Acts:    true,
			Pattern: `evicting pod {name} is rejected with {text}`,
			Doc: "Requests the eviction of the pod and expects that its PodDisruptionBudget does not allow it, for a reason that " +
				"contains the text. This is what blocks kubectl drain.",
			Example: `Then evicting pod "web" is rejected with "needs 2 healthy pods"`,
			Run:     evictionRejected,
		},
	}
}

// parsePatch parses the YAML below a step when the feature is loaded.
func parsePatch(doc step.DocString, at step.Place) (any, error) {
	return kube.ParsePatch(at.URI, []byte(strings.Repeat("\n", doc.Line)+yamlOf(doc)))
}

func patchObject(ctx context.Context, w *world.World, object world.ObjectRef, patch *kube.Patch) error {
	return patchThere(ctx, w, object.Ref, patch, false)
}

func mergePatchObject(ctx context.Context, w *world.World, object world.ObjectRef, patch *kube.Patch) error {
	if patch.Part == nil {
		return fmt.Errorf("a list of operations is a JSON patch: write `is patched with:`")
	}
	return patchThere(ctx, w, object.Ref, patch, true)
}

func patchStatus(ctx context.Context, w *world.World, object world.ObjectRef, patch *kube.Patch) error {
	if patch.Part != nil {
		if _, has := patch.Part.Object["status"]; !has || len(patch.Part.Object) > 1 {
			return fmt.Errorf("the YAML must have the field status and no other: the server would not store them by this step")
		}
	}
	return patchThere(ctx, w, object.Ref, patch, false, "status")
}

func patchThere(ctx context.Context, w *world.World, ref kube.Ref, patch *kube.Patch, merge bool, subresource ...string) error {
	body := patch.Image(w.Run.Image).For(ref.Kind, merge)
	return assert.OnceThere(ctx, w, ref, func(ctx context.Context) error {
		return w.Patch(ctx, ref, body, patch.Mentions("finalizers"), subresource...)
	})
}

func setImage(ctx context.Context, w *world.World, container string, object world.ObjectRef, image string) error {
	if err := presentNow(ctx, w, object.Ref); err != nil {
		return err
	}
	patch, err := imagePatch(objectNow(w, object.Ref), container, w.Run.Image(image))
	if err != nil {
		return assert.Failure(ctx, w, object.Ref, 0, err)
	}
	return assert.OnceThere(ctx, w, object.Ref, func(ctx context.Context) error {
		return w.Patch(ctx, object.Ref, patch, false)
	})
}

func restartRollout(ctx context.Context, w *world.World, workload world.ObjectRef) error {
	patch := templatePatch(map[string]any{"metadata": map[string]any{"annotations": map[string]any{
		"kubectl.kubernetes.io/restartedAt": time.Now().UTC().Format(time.RFC3339Nano), // a second restart in the same second is a change, too
	}}})
	return assert.OnceThere(ctx, w, workload.Ref, func(ctx context.Context) error {
		return w.Patch(ctx, workload.Ref, patch, false)
	})
}

func rollBack(ctx context.Context, w *world.World, workload world.ObjectRef) error {
	if err := presentNow(ctx, w, workload.Ref); err != nil {
		return err
	}
	revisions, err := w.WatchNamed(ctx, revisionsOf(workload.Ref))
	if err != nil {
		return err
	}
	var patch kube.PatchBody
	if err := assert.Eventually(ctx, w, step.Ending{}, workload.Ref, func(v observe.View) observe.Verdict {
		owner := v.Get(workload.Ref)
		if owner != nil && namesNoRevision(workload.Ref) {
			lags := objects.StatusLags(owner)
			return observe.Verdict{Met: lags == "", Saw: lags}
		}
		before, saw := templateBefore(owner, workload.Ref, v.List(revisions, workload.Namespace, nil))
		patch = before
		return observe.Verdict{Met: saw == "", Saw: saw}
	}, assert.FailFast(failfast.Present)); err != nil {
		return err
	}
	if namesNoRevision(workload.Ref) {
		if patch, err = listedTemplateBefore(ctx, w, workload.Ref, revisions); err != nil {
			return err
		}
	}
	return w.Patch(ctx, workload.Ref, patch, false)
}

func deleteLabelled(ctx context.Context, w *world.World, kindName string, selector labels.Selector) error {
	kind, err := w.WatchNamed(ctx, kindName)
	if err != nil {
		return err
	}
	if !kind.Namespaced {
		return fmt.Errorf("%s are in no namespace, and only what the scenario has made may be deleted: delete them by their names", kindName)
	}
	var doomed []*unstructured.Unstructured
	if err := assert.Eventually(ctx, w, step.Ending{}, kube.Ref{Kind: kind}, func(v observe.View) observe.Verdict {
		doomed = labelledIn(v, w, kind, selector)
		return observe.Verdict{Met: len(doomed) > 0, Saw: "there is none with these labels"}
	}); err != nil {
		return err
	}
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		for _, obj := range doomed {
			if _, err := to.Delete(ctx, kube.Ref{Kind: kind, Namespace: obj.GetNamespace(), Name: obj.GetName()}); err != nil {
				return err
			}
		}
		return nil
	})
}

func startJob(ctx context.Context, w *world.World, name string, cronjob string) error {
	from, err := w.Resolve(ctx, "cronjobs.batch", cronjob)
	if err != nil {
		return err
	}
	if err := presentNow(ctx, w, from); err != nil {
		return err
	}
	kind, err := w.WatchNamed(ctx, "jobs.batch")
	if err != nil {
		return err
	}
	job, err := jobFrom(objectNow(w, from))
	if err != nil {
		return err
	}
	return w.Make(ctx, kube.Ref{Kind: kind, Namespace: from.Namespace, Name: name}, job)
}

func evictPod(ctx context.Context, w *world.World, pod world.PodRef) error {
	if err := evict(ctx, w, pod.Ref); err != nil {
		return assert.Failure(ctx, w, pod.Ref, 0, err)
	}
	return nil
}

func evictionRejected(ctx context.Context, w *world.World, pod world.PodRef, text string) error {
	return refusedEviction(ctx, w, pod.Ref, text, evict(ctx, w, pod.Ref))
}
