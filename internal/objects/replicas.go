package objects

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
)

// Replicas is what a workload's status says of its pods, and how many its spec wants.
type Replicas struct{ Wanted, All, Updated, Ready, Available int64 }

// ReplicasOf reads the replicas, or says why there is nothing to read: a controller that has not seen the present spec
// speaks of another one.
func ReplicasOf(obj *unstructured.Unstructured) (r Replicas, saw string) {
	if !keepsReplicas(obj) {
		return r, fmt.Sprintf("a %s has no replicas", strings.ToLower(obj.GetKind()))
	}
	if obj.GetDeletionTimestamp() != nil {
		return r, BeingDeleted
	}
	return StatusReplicas(obj), StatusLags(obj)
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

// StatusReplicas reads the replicas from a status, whichever spec it is of.
func StatusReplicas(obj *unstructured.Unstructured) Replicas {
	if isDaemonSet(obj) {
		wanted := number(obj, "status", "desiredNumberScheduled")
		return Replicas{
			Wanted: wanted, All: wanted, Updated: number(obj, "status", "updatedNumberScheduled"),
			Ready: number(obj, "status", "numberReady"), Available: number(obj, "status", "numberAvailable"),
		}
	}
	return Replicas{
		Wanted: number(obj, "spec", "replicas"), All: number(obj, "status", "replicas"),
		Updated: number(obj, "status", "updatedReplicas"), Ready: number(obj, "status", "readyReplicas"),
		Available: number(obj, "status", "availableReplicas"),
	}
}

func isDaemonSet(obj *unstructured.Unstructured) bool {
	return obj.GroupVersionKind().GroupKind() == KindDaemonSet
}

// ReadyPods counts the pods of a workload that are ready and not terminating: a status lags behind them, and some
// controllers count a pod until it is gone. unheard says of which pods the last word does not count, see
// [world.World.UnheardPods]. It is false for workloads whose pods may not have been seen.
func ReadyPods(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, unheard func(*corev1.Pod) string) (ready int64, counted bool) {
	if !alwaysObserves(obj) {
		return 0, false
	}
	if unheard == nil {
		return int64(observe.CountOwned(v, obj.GetUID(), KindPod, readyAndStaying)), true
	}
	for _, pod := range PresentPods(v, ref) {
		if PodIsReady(pod) && unheard(pod) == "" {
			ready++
		}
	}
	return ready, true
}

// SawPods says that a status and the pods differ.
func SawPods(what string, reported, ready int64) string {
	return fmt.Sprintf("its status has %s, and %d of its pods are ready and stay", words.Times(what, int(reported)), ready)
}

func number(obj *unstructured.Unstructured, path ...string) int64 {
	n, _, err := unstructured.NestedInt64(obj.Object, path...)
	if err != nil {
		return 0
	}
	return n
}
