package steps

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/steps/world"
)

// listedTemplateBefore is templateBefore with revisions listed from the API server: they are created before the status of the
// workload is written, while their watch may lag behind that of the workload.
func listedTemplateBefore(ctx context.Context, w *world.World, workload kube.Ref, revisions kube.Kind) (kube.PatchBody, error) {
	limited, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	all, err := w.Run.Client.List(limited, revisions, workload.Namespace)
	if err != nil {
		return kube.PatchBody{}, w.Decided(err)
	}
	patch, saw := templateBefore(objectNow(w, workload), workload, all)
	if saw != "" {
		return patch, assert.Failure(ctx, w, workload, 0, errors.New(saw))
	}
	return patch, nil
}

// revisionsOf returns the kind of the objects that store the previous templates of a workload.
func revisionsOf(workload kube.Ref) string {
	if workload.Kind.GVK.GroupKind() == objects.KindDeployment {
		return "replicasets.apps"
	}
	return "controllerrevisions.apps"
}

// namesNoRevision reports whether the status of such a workload does not name the current revision.
func namesNoRevision(workload kube.Ref) bool {
	return workload.Kind.GVK.GroupKind() == objects.KindDaemonSet
}

// templateBefore returns a patch that restores the template before the current one, or why that is not possible. revisions are
// those of the namespace.
func templateBefore(owner *unstructured.Unstructured, workload kube.Ref, revisions []*unstructured.Unstructured) (kube.PatchBody, string) {
	if owner == nil {
		return kube.PatchBody{}, fmt.Sprintf("there is no %s", workload)
	}
	if stale := objects.StatusLags(owner); stale != "" {
		return kube.PatchBody{}, stale // a revision of the current template may not exist yet
	}
	latest, before := lastTwo(owner, revisions)
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

// isOfPresent reports whether the workload names this revision as its current one. Revisions arrive on another watch, which may
// lag behind. A DaemonSet does not name its current revision, so its revisions must come from the API server.
func isOfPresent(owner, latest *unstructured.Unstructured) bool {
	switch owner.GroupVersionKind().GroupKind() {
	case objects.KindDeployment:
		return revisionNumber(owner) == revisionNumber(latest)
	case objects.KindStatefulSet:
		name, _, _ := unstructured.NestedString(owner.Object, "status", "updateRevision") // the OpenAPI schema allows only a string here
		return name == latest.GetName()
	}
	return true
}

// lastTwo returns the two revisions of a workload with the highest numbers.
func lastTwo(owner *unstructured.Unstructured, revisions []*unstructured.Unstructured) (latest, before *unstructured.Unstructured) {
	for _, obj := range revisions {
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

// revisionNumber returns the number of a revision, for a ReplicaSet from its annotation; 0 if there is none.
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
