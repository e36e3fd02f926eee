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

// A node that was switched off or frozen does not say so, and for some 40 seconds nobody else does: it, its pods and what counts
// them are still called ready.

// Heard takes back a verdict on a condition by which a node, a pod or a workload is ready, when that rests on what was reported
// before the scenario switched the node off, or froze it. That it is not ready is said by others too.
func Heard(w *world.World, v observe.View, ref kube.Ref, obj *unstructured.Unstructured, condition string, verdict observe.Verdict) observe.Verdict {
	switch condition {
	case "Ready", "ContainersReady", "Available":
		return HeardStatus(w, v, ref, obj, true, verdict)
	}
	return verdict
}

// HeardStatus is Heard for anything in the status of an object that is ready by its own word.
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
