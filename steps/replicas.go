package steps

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// replicas is what a workload's status says of its pods, and how many its spec wants.
type replicas struct{ wanted, all, updated, ready, available int64 }

// replicasOf reads the replicas, or says why there is nothing to read: a controller that has not seen the present spec
// speaks of another one.
func replicasOf(obj *unstructured.Unstructured) (r replicas, saw string) {
	if !keepsReplicas(obj) {
		return r, fmt.Sprintf("a %s has no replicas", strings.ToLower(obj.GetKind()))
	}
	if obj.GetDeletionTimestamp() != nil {
		return r, beingDeleted
	}
	return statusReplicas(obj), statusLags(obj)
}

// keepsReplicas tells of the known workloads, and of custom resources that are like them.
func keepsReplicas(obj *unstructured.Unstructured) bool {
	if alwaysObserves(obj) {
		return true
	}
	for _, path := range [][]string{{"spec", "replicas"}, {"status", "replicas"}, {"status", "readyReplicas"}} {
		if _, found, err := unstructured.NestedInt64(obj.Object, path...); found && err == nil {
			return true
		}
	}
	return false
}

func statusReplicas(obj *unstructured.Unstructured) replicas {
	if isDaemonSet(obj) {
		wanted := number(obj, "status", "desiredNumberScheduled")
		return replicas{
			wanted: wanted, all: wanted, updated: number(obj, "status", "updatedNumberScheduled"),
			ready: number(obj, "status", "numberReady"), available: number(obj, "status", "numberAvailable"),
		}
	}
	return replicas{
		wanted: number(obj, "spec", "replicas"), all: number(obj, "status", "replicas"),
		updated: number(obj, "status", "updatedReplicas"), ready: number(obj, "status", "readyReplicas"),
		available: number(obj, "status", "availableReplicas"),
	}
}

func isDaemonSet(obj *unstructured.Unstructured) bool {
	return obj.GroupVersionKind().GroupKind() == kindDaemonSet
}

// readyPods counts the pods of a workload that are ready and not on their way out: a status lags behind them, and some
// controllers count a pod until it is gone. unheard says of which pods the last word does not count, see
// [world.World.UnheardPods]. It is false for workloads whose pods may not have been seen.
func readyPods(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, unheard func(*corev1.Pod) string) (ready int64, counted bool) {
	if !alwaysObserves(obj) {
		return 0, false
	}
	if unheard == nil {
		return int64(observe.CountOwned(v, obj.GetUID(), kindPod, readyAndStaying)), true
	}
	for _, pod := range presentPods(v, ref) {
		if podIsReady(pod) && unheard(pod) == "" {
			ready++
		}
	}
	return ready, true
}

// sawPods says that a status and the pods differ.
func sawPods(what string, reported, ready int64) string {
	return fmt.Sprintf("its status has %s, and %d of its pods are ready and stay", times(what, int(reported)), ready)
}

func number(obj *unstructured.Unstructured, path ...string) int64 {
	n, _, err := unstructured.NestedInt64(obj.Object, path...)
	if err != nil {
		return 0
	}
	return n
}
