package steps

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/world"
)

// presentNow waits until the object exists.
func presentNow(ctx context.Context, w *world.World, ref kube.Ref) error {
	return assert.Able(ctx, w, ref, failfast.Present, objects.Present(ref, func(*unstructured.Unstructured) observe.Verdict {
		return observe.Verdict{Met: true}
	}))
}

// objectNow returns a copy of the current version of an object, nil if it does not exist.
func objectNow(w *world.World, ref kube.Ref) (obj *unstructured.Unstructured) {
	w.Timeline.View(func(v observe.View) { obj = v.Get(ref).DeepCopy() })
	return obj
}

// labelledIn returns the objects that match the selector and that the scenario may delete, without those that are already being
// deleted.
func labelledIn(v observe.View, w *world.World, kind kube.Kind, selector labels.Selector) (found []*unstructured.Unstructured) {
	for _, namespace := range w.ChangeableNamespaces() {
		for _, obj := range v.List(kind, namespace, selector) {
			if obj.GetDeletionTimestamp() == nil {
				found = append(found, obj)
			}
		}
	}
	return found
}

// templatePatch returns a patch for the pod template of a workload.
func templatePatch(template map[string]any) kube.PatchBody {
	return kube.PatchBody{Type: types.StrategicMergePatchType, Body: map[string]any{"spec": map[string]any{"template": template}}}
}

// templates are the paths of pod specs in the built-in kinds.
var templates = [][]string{{"spec"}, {"spec", "template", "spec"}, {"spec", "jobTemplate", "spec", "template", "spec"}}

// imagePatch returns a patch that sets the image of one container of a pod or of the pod template of a workload. JSON patches
// address containers by index, so the patch also tests the name: it fails if the order has changed meanwhile.
func imagePatch(obj *unstructured.Unstructured, container, image string) (kube.PatchBody, error) {
	if obj == nil {
		return kube.PatchBody{}, assert.ErrAbsent
	}
	var names []string
	for _, template := range templates {
		for _, list := range []string{"containers", "initContainers"} {
			containers, _, err := unstructured.NestedSlice(obj.Object, append(append([]string{}, template...), list)...)
			if err != nil {
				continue // a custom resource may use this field name for something else
			}
			for i, one := range containers {
				fields, _ := one.(map[string]any)
				if fields["name"] != container {
					names = append(names, fmt.Sprintf("%q", fields["name"]))
					continue
				}
				at := "/" + strings.Join(template, "/") + "/" + list + "/" + strconv.Itoa(i)
				return kube.PatchBody{Type: types.JSONPatchType, Body: []any{
					map[string]any{"op": "test", "path": at + "/name", "value": container},
					map[string]any{"op": "replace", "path": at + "/image", "value": image},
				}}, nil
			}
		}
	}
	if len(names) == 0 {
		return kube.PatchBody{}, errors.New("it has no containers")
	}
	return kube.PatchBody{}, fmt.Errorf("it has no container %q; it has %s", container, strings.Join(names, ", "))
}

// jobFrom returns a Job with the template of a CronJob.
func jobFrom(cronjob *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	if cronjob == nil {
		return nil, assert.ErrAbsent
	}
	template, _, err := unstructured.NestedMap(cronjob.Object, "spec", "jobTemplate")
	if err != nil {
		return nil, fmt.Errorf("read the template of cronjob %q: %w", cronjob.GetName(), err)
	}
	job := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "batch/v1", "kind": "Job", "spec": template["spec"]}}
	if metadata, is := template["metadata"].(map[string]any); is {
		of := &unstructured.Unstructured{Object: map[string]any{"metadata": metadata}}
		job.SetLabels(of.GetLabels())
		job.SetAnnotations(of.GetAnnotations())
	}
	annotations := job.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations["cronjob.kubernetes.io/instantiate"] = "manual"
	job.SetAnnotations(annotations)
	job.SetOwnerReferences([]metav1.OwnerReference{*metav1.NewControllerRef(cronjob, cronjob.GroupVersionKind())})
	return job, nil
}

// evict evicts a pod. While the controller has not yet observed a PodDisruptionBudget, the API server rejects every eviction,
// so evict retries.
func evict(ctx context.Context, w *world.World, ref kube.Ref) error {
	if err := presentNow(ctx, w, ref); err != nil {
		return err
	}
	pod := objectNow(w, ref)
	if pod == nil {
		return assert.ErrAbsent
	}
	within, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	var answer error
	err := probe.Until(within, probe.Wall{}, nil, func(ctx context.Context) error {
		answer = w.Write(ctx, func(ctx context.Context, to *kube.Writer) error { return to.Evict(ctx, ref, pod.GetUID()) })
		if budget, is := errors.AsType[*kube.BudgetError](answer); is && budget.Uncounted() || ctx.Err() != nil {
			return answer
		}
		return nil
	})
	switch {
	case err == nil:
		return answer
	case errors.As(err, new(*kube.BudgetError)):
		return ofUncounted(ctx, w, ref.Namespace, err)
	}
	return err
}

// ofUncounted returns the error for an eviction that was rejected because the disruption controller never observed the budget.
// If the controller reports that it cannot compute the budget, the budget is at fault. Otherwise it is unknown what the budget
// allows.
func ofUncounted(ctx context.Context, w *world.World, namespace string, err error) error {
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	var budgets []*unstructured.Unstructured
	kind, failed := w.Run.Client.KindByName(ctx, "poddisruptionbudgets.policy")
	if failed == nil {
		budgets, failed = w.Run.Client.List(ctx, kind, namespace)
	}
	for _, budget := range budgets {
		c := kube.Condition(budget, policyv1.DisruptionAllowedCondition)
		seen, _, _ := unstructured.NestedInt64(budget.Object, "status", "observedGeneration")
		if seen < budget.GetGeneration() && c["reason"] == policyv1.SyncFailedReason {
			return fmt.Errorf("the controller of disruption budgets cannot count %q: %v", budget.GetName(), c["message"])
		}
	}
	if w.StoppedControl() {
		return errors.New(err.Error()) // the scenario stopped the controller, so this rejection is what it tests
	}
	return fmt.Errorf("%w: the controller of disruption budgets has not counted one: %w", observe.ErrUnobserved, errors.Join(errors.New(err.Error()), failed))
}

// refusedEviction judges the response to an eviction that a budget should reject.
func refusedEviction(ctx context.Context, w *world.World, ref kube.Ref, text string, answer error) error {
	budget, refused := errors.AsType[*kube.BudgetError](answer)
	switch {
	case answer == nil:
		return assert.Failure(ctx, w, ref, 0, fmt.Errorf("the eviction was accepted, yet it should have been rejected with %q", text))
	case !refused:
		return answer
	case !strings.Contains(budget.Reason, text):
		return assert.Failure(ctx, w, ref, 0, fmt.Errorf("it was rejected, but the reason does not contain %q: %w", text, answer))
	}
	return nil
}
