package steps

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

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

// presentNow waits until what is acted on is there.
func presentNow(ctx context.Context, w *world.World, ref kube.Ref) error {
	return assert.Able(ctx, w, ref, failfast.Present, objects.Present(ref, func(*unstructured.Unstructured) observe.Verdict {
		return observe.Verdict{Met: true}
	}))
}

// objectNow is a copy of the present version of an object; nil when there is none.
func objectNow(w *world.World, ref kube.Ref) (obj *unstructured.Unstructured) {
	w.Timeline.View(func(v observe.View) { obj = v.Get(ref).DeepCopy() })
	return obj
}

// labelledIn are the objects that the scenario may delete whose labels fit, without those that are being deleted already.
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

// templatePatch changes the pod template of a workload.
func templatePatch(template map[string]any) kube.PatchBody {
	return kube.PatchBody{Type: types.StrategicMergePatchType, Body: map[string]any{"spec": map[string]any{"template": template}}}
}

// templates are the places where the containers of an object stand.
var templates = [][]string{{"spec"}, {"spec", "template", "spec"}, {"spec", "jobTemplate", "spec", "template", "spec"}}

// imagePatch gives one container of a pod, or of the template of a workload, another image. It names the container by its
// place, and the server refuses it when another container stands there by then.
func imagePatch(obj *unstructured.Unstructured, container, image string) (kube.PatchBody, error) {
	if obj == nil {
		return kube.PatchBody{}, assert.ErrAbsent
	}
	var names []string
	for _, template := range templates {
		for _, list := range []string{"containers", "initContainers"} {
			containers, _, err := unstructured.NestedSlice(obj.Object, append(append([]string{}, template...), list)...)
			if err != nil {
				continue // a field of this name that is something else
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

// revisionsOf is the kind of the objects that keep the former templates of a workload.
func revisionsOf(workload kube.Ref) string {
	if workload.Kind.GVK.GroupKind() == objects.KindDeployment {
		return "replicasets.apps"
	}
	return "controllerrevisions.apps"
}

// templateBefore is a patch that brings back the template before the present one, or what is in the way of that.
func templateBefore(v observe.View, workload kube.Ref, revisions kube.Kind) (kube.PatchBody, string) {
	owner := v.Get(workload)
	if owner == nil {
		return kube.PatchBody{}, fmt.Sprintf("there is no %s", workload)
	}
	if stale := objects.StatusLags(owner); stale != "" {
		return kube.PatchBody{}, stale // the present template may not be counted yet
	}
	latest, before := lastTwo(v, owner, revisions)
	if latest != nil && !isOfPresent(owner, latest) {
		return kube.PatchBody{}, fmt.Sprintf("its present template has not been seen among its revisions: the last one is %q", latest.GetName())
	}
	if latest == nil || before == nil {
		return kube.PatchBody{}, "there is no earlier template to roll back to: it has had one only, or keeps no history"
	}
	if workload.Kind.GVK.GroupKind() != objects.KindDeployment {
		data, _, err := unstructured.NestedMap(before.Object, "data")
		if err != nil || data == nil {
			return kube.PatchBody{}, fmt.Sprintf("controllerrevision %q has no data", before.GetName())
		}
		return kube.PatchBody{Type: types.StrategicMergePatchType, Body: data}, ""
	}
	template, _, err := unstructured.NestedMap(before.Object, "spec", "template")
	if err != nil || template == nil {
		return kube.PatchBody{}, fmt.Sprintf("replicaset %q has no template", before.GetName())
	}
	unstructured.RemoveNestedField(template, "metadata", "labels", "pod-template-hash")
	return kube.PatchBody{Type: types.JSONPatchType, Body: []any{
		map[string]any{"op": "replace", "path": "/spec/template", "value": template},
	}}, ""
}

// isOfPresent tells whether a revision is the one that a workload names as its present one: revisions come on a watch of their own,
// which may be behind. A DaemonSet names none.
func isOfPresent(owner, latest *unstructured.Unstructured) bool {
	switch owner.GroupVersionKind().GroupKind() {
	case objects.KindDeployment:
		return revisionNumber(owner) == revisionNumber(latest)
	case objects.KindStatefulSet:
		name, _, _ := unstructured.NestedString(owner.Object, "status", "updateRevision") // the schema of the API server has no other type
		return name == latest.GetName()
	}
	return true
}

// lastTwo are the revisions of a workload with the two highest numbers.
func lastTwo(v observe.View, owner *unstructured.Unstructured, revisions kube.Kind) (latest, before *unstructured.Unstructured) {
	for _, obj := range v.List(revisions, owner.GetNamespace(), nil) {
		if c := metav1.GetControllerOf(obj); c == nil || c.UID != owner.GetUID() {
			continue
		}
		switch n := revisionNumber(obj); {
		case n > revisionNumber(latest):
			latest, before = obj, latest
		case n > revisionNumber(before):
			before = obj
		}
	}
	return latest, before
}

// revisionNumber is the number of a revision: of a ReplicaSet, its annotation; 0 when there is none.
func revisionNumber(obj *unstructured.Unstructured) int64 {
	if obj == nil {
		return 0
	}
	if n, found, err := unstructured.NestedInt64(obj.Object, "revision"); found && err == nil {
		return n
	}
	n, err := strconv.ParseInt(obj.GetAnnotations()["deployment.kubernetes.io/revision"], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// jobFrom is a Job after the template of a CronJob.
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

// evict asks for the eviction of a pod. A budget that its controller has not counted yet is asked again: that is no answer.
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
		if budget, is := errors.AsType[*kube.BudgetError](answer); is && strings.Contains(budget.Reason, notCounted) {
			return answer
		}
		return nil
	})
	if err != nil {
		return err
	}
	return answer
}

// notCounted is what the API server says of a budget whose controller has not looked at it yet.
const notCounted = "is still being processed by the server"

// refusedEviction judges the answer to an eviction that a budget should refuse.
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
