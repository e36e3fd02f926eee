package assert

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// A node that was switched off or frozen cannot report it. For some 40 seconds, the node, its pods and the workloads that count
// them are still reported as ready.

// Heard revokes a verdict on a condition by which a node, a pod or a workload is ready, if it rests on what was reported
// before the scenario switched the node off or froze it. Not being ready is reported by other components too.
func Heard(w *world.World, v observe.View, ref kube.Ref, obj *unstructured.Unstructured, condition string, verdict observe.Verdict) observe.Verdict {
	switch condition {
	case "Ready", "ContainersReady", "Available":
		return HeardStatus(w, v, ref, obj, true, verdict)
	}
	return verdict
}

// HeardStatus is Heard for any field in the status of an object that reports its own readiness.
func HeardStatus(w *world.World, v observe.View, ref kube.Ref, obj *unstructured.Unstructured, asksStatus bool, verdict observe.Verdict) observe.Verdict {
	if !verdict.Met || !asksStatus || w.UnheardPods() == nil {
		return verdict
	}
	if stale := saidBefore(w, v, ref, obj); stale != "" {
		return observe.Verdict{Saw: verdict.Saw + "; " + stale}
	}
	return verdict
}

func saidBefore(w *world.World, v observe.View, ref kube.Ref, obj *unstructured.Unstructured) string {
	switch obj.GroupVersionKind().GroupKind() {
	case schema.GroupKind{Kind: "Node"}:
		if objects.HasCondition(ref, obj, "Ready").Met {
			return w.Unheard(obj)
		}
		return ""
	case objects.KindPod:
		if pod := kube.As[corev1.Pod](obj); pod != nil && objects.PodIsReady(pod) {
			return w.UnheardPod(pod)
		}
		return ""
	}
	for _, pod := range objects.PresentPods(v, ref) {
		if stale := w.UnheardPod(pod); stale != "" && objects.PodIsReady(pod) {
			return fmt.Sprintf("it counts pod %q, and %s", pod.Name, stale)
		}
	}
	return ""
}
