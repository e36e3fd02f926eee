package assert

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Heard says back that a node or a pod is ready when the scenario has switched the node off, or frozen it, since that was
// reported. That it is not ready is said by others too.
func Heard(w *world.World, obj *unstructured.Unstructured, condition string, verdict observe.Verdict) observe.Verdict {
	if !verdict.Met || condition != "Ready" && condition != "ContainersReady" {
		return verdict
	}
	stale := ""
	switch obj.GroupVersionKind().GroupKind() {
	case schema.GroupKind{Kind: "Node"}:
		stale = w.Unheard(obj)
	case objects.KindPod:
		if pod := kube.As[corev1.Pod](obj); pod != nil {
			stale = w.UnheardPod(pod)
		}
	}
	if stale == "" {
		return verdict
	}
	return observe.Verdict{Saw: verdict.Saw + "; " + stale}
}
