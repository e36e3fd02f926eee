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

// PausedGrace is for how long a Deployment that is paused may have no pod of its spec, within a wait: it may have a
// ReplicaSet of that spec already, which its controller scales.
const PausedGrace = 5 * time.Second

// rollout finds what keeps one from coming to its end, of which kubectl rollout status says so too.
func (c *kase) rollout(ref kube.Ref, obj *unstructured.Unstructured) Reason {
	switch obj.GetKind() {
	case "Deployment":
		return c.stalled(ref, obj)
	case "StatefulSet", "DaemonSet":
		return c.onDelete(obj)
	}
	return Reason{}
}

// stalled finds a Deployment whose progress deadline is over, or which is paused.
func (c *kase) stalled(ref kube.Ref, obj *unstructured.Unstructured) Reason {
	if exceeded(obj) {
		return c.terminal(deadlineExceeded, c.lasting(ref, obj, exceeded))
	}
	if !paused(obj) {
		return Reason{}
	}
	return c.after(PausedGrace, "it is paused, so its pods are not replaced: set spec.paused to false", c.lasting(ref, obj, paused))
}

// paused tells of a Deployment that nothing is made for: none of the pods that it wants is of its spec.
func paused(obj *unstructured.Unstructured) bool {
	is, _, err := unstructured.NestedBool(obj.Object, "spec", "paused")
	wanted, _, _ := unstructured.NestedInt64(obj.Object, "spec", "replicas")
	updated, _, _ := unstructured.NestedInt64(obj.Object, "status", "updatedReplicas")
	return err == nil && is && wanted > 0 && updated == 0
}

// onDelete finds pods of an older spec that wait for somebody to delete them. Where the workload has a controller of its
// own, that may be who does.
func (c *kase) onDelete(obj *unstructured.Unstructured) Reason {
	strategy, _, err := unstructured.NestedString(obj.Object, "spec", "updateStrategy", "type")
	if err != nil || strategy != "OnDelete" || metav1.GetControllerOf(obj) != nil {
		return Reason{}
	}
	var old []string
	for _, pod := range c.pods(obj, func(pod *unstructured.Unstructured) bool { return ofOlderSpec(obj, pod) }) {
		old = append(old, fmt.Sprintf("%q", pod.GetName()))
	}
	if len(old) == 0 {
		return Reason{}
	}
	slices.Sort(old)
	return Reason{Why: "its strategy OnDelete replaces no pod: delete " + strings.Join(old, ", ")}
}

// ofOlderSpec goes by the labels that the controllers give their pods.
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
