package objects

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// AllPods are the pods of a workload once it has all that it is to have, of its present spec; until then saw says what is
// missing.
func AllPods(v observe.View, workload kube.Ref) (pods []*corev1.Pod, saw string) {
	obj := v.Get(workload)
	if obj == nil {
		return nil, fmt.Sprintf("there is no %s", workload)
	}
	if obj.GetDeletionTimestamp() != nil {
		return nil, BeingDeleted
	}
	if saw := StatusLags(obj); saw != "" {
		return nil, saw
	}
	pods = PresentPods(v, workload)
	wanted, more := wantedPods(obj)
	if !more {
		pods = slices.DeleteFunc(pods, hasEnded) // an evicted pod stays, and another one is made for it
	}
	switch {
	case wanted == 0:
		return nil, noPodsWanted(workload)
	case len(pods) < wanted || len(pods) > wanted && !more:
		return nil, fmt.Sprintf("it has %d of %d pods: %s", len(pods), wanted, PlacesOf(pods))
	}
	return pods, ofOlderSpecs(obj)
}

func hasEnded(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodFailed || pod.Status.Phase == corev1.PodSucceeded
}

// ofOlderSpecs says that some pods of a workload are not of its present spec and will be replaced; "" when none will.
func ofOlderSpecs(obj *unstructured.Unstructured) string {
	if !replacesPods(obj) {
		return ""
	}
	r := StatusReplicas(obj)
	r.Available = max(r.Updated, r.Wanted) // they need not be
	return rolloutLacks(obj, r)
}

// replacesPods reports whether a workload makes its pods again when its spec changes.
func replacesPods(obj *unstructured.Unstructured) bool {
	strategy, _, err := unstructured.NestedString(obj.Object, "spec", "updateStrategy", "type")
	if err != nil || strategy == "OnDelete" {
		return false
	}
	kind := obj.GroupVersionKind().GroupKind()
	return kind == KindDeployment || kind == KindStatefulSet || kind == KindDaemonSet
}

// wantedPods is how many pods the workload's spec, or for a DaemonSet its status, asks for, and whether it may have more:
// a Job keeps the pods that have ended, and runs so many at a time.
func wantedPods(obj *unstructured.Unstructured) (n int, more bool) {
	switch obj.GroupVersionKind().GroupKind() {
	case KindDaemonSet:
		return int(number(obj, "status", "desiredNumberScheduled")), false
	case KindJob:
		if suspended, _, err := unstructured.NestedBool(obj.Object, "spec", "suspend"); suspended && err == nil {
			return 0, true
		}
		atATime := numberOr(1, obj, "spec", "parallelism")
		return int(min(atATime, numberOr(atATime, obj, "spec", "completions"))), true
	case KindCronJob:
		return 1, true
	}
	return int(number(obj, "spec", "replicas")), false
}

// numberOr is a number of the object, or another one where it has none.
func numberOr(missing int64, obj *unstructured.Unstructured, path ...string) int64 {
	n, found, err := unstructured.NestedInt64(obj.Object, path...)
	if err != nil || !found {
		return missing
	}
	return n
}

// noPodsWanted is why a step about all pods of a workload is not met by one that is to have none.
func noPodsWanted(workload kube.Ref) string {
	return fmt.Sprintf("%s is to have 0 pods: nothing can be said of all of none", workload)
}
