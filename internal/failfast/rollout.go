package failfast

import (
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// PausedGrace is how long, within a wait, a paused Deployment may have no pod of its current template: it may already have
// a ReplicaSet for it, which the controller scales.
const PausedGrace = 5 * time.Second

// rollout returns a reason if a rollout cannot complete. kubectl rollout status reports the same.
func (e *evaluator) rollout(ref kube.Ref, obj *unstructured.Unstructured) Reason {
	switch obj.GetKind() {
	case "Deployment":
		return e.stalled(ref, obj)
	case "StatefulSet", "DaemonSet":
		return e.onDelete(obj)
	}
	return Reason{}
}

// stalled returns a reason for a Deployment that has exceeded its progress deadline or is paused.
func (e *evaluator) stalled(ref kube.Ref, obj *unstructured.Unstructured) Reason {
	if exceeded(obj) {
		return e.terminal(deadlineExceeded, e.lasting(ref, obj, exceeded))
	}
	if !paused(obj) {
		return Reason{}
	}
	return e.after(PausedGrace, "it is paused, so its pods are not replaced: set spec.paused to false", e.lasting(ref, obj, paused))
}

// paused reports whether a Deployment is paused while none of its desired replicas has the current template.
func paused(obj *unstructured.Unstructured) bool {
	is, _, err := unstructured.NestedBool(obj.Object, "spec", "paused")
	desired, _, _ := unstructured.NestedInt64(obj.Object, "spec", "replicas")
	updated, _, _ := unstructured.NestedInt64(obj.Object, "status", "updatedReplicas")
	return err == nil && is && desired > 0 && updated == 0
}

// onDelete returns a reason if pods of an older template wait to be deleted by the user. If the workload has a controller, that
// may delete them.
func (e *evaluator) onDelete(obj *unstructured.Unstructured) Reason {
	strategy, _, err := unstructured.NestedString(obj.Object, "spec", "updateStrategy", "type")
	if err != nil || strategy != "OnDelete" || metav1.GetControllerOf(obj) != nil {
		return Reason{}
	}
	var old []string
	for _, pod := range e.pods(obj, func(pod *unstructured.Unstructured) bool { return ofOlderSpec(obj, pod) }) {
		old = append(old, fmt.Sprintf("%q", pod.GetName()))
	}
	if len(old) == 0 {
		return Reason{}
	}
	slices.Sort(old)
	return Reason{Why: "its strategy OnDelete replaces no pod: delete " + strings.Join(old, ", ")}
}

// ofOlderSpec compares the revision labels that the controllers set on their pods.
func ofOlderSpec(obj, pod *unstructured.Unstructured) bool {
	if obj.GetKind() == "StatefulSet" {
		update, _, err := unstructured.NestedString(obj.Object, "status", "updateRevision")
		made, known := pod.GetLabels()["controller-revision-hash"]
		return err == nil && update != "" && known && made != update
	}
	update, has := obj.GetAnnotations()["deprecated.daemonset.template.generation"]
	made, known := pod.GetLabels()["pod-template-generation"]
	return has && known && made != update
}
