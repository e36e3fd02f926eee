package objects

import (
	"sort"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// OwnedPods are all pods of the workload that the scenario has seen, each in
// its last version, followed from owner to owner (a Deployment owns a
// ReplicaSet, which owns the pods).
func OwnedPods(v observe.View, workload kube.Ref) []*corev1.Pod {
	return podsOf(v, workload, func(observe.Observation) bool { return true })
}

// ExistingPods are those of ownedPods that exist now, terminating or not.
func ExistingPods(v observe.View, workload kube.Ref) []*corev1.Pod {
	return podsOf(v, workload, func(last observe.Observation) bool { return last.Type != watch.Deleted })
}

// PresentPods are the pods of a workload as its controller counts them: those that exist and are not being deleted.
func PresentPods(v observe.View, workload kube.Ref) []*corev1.Pod {
	return podsOf(v, workload, func(last observe.Observation) bool {
		return last.Type != watch.Deleted && last.Object.GetDeletionTimestamp() == nil
	})
}

func podsOf(v observe.View, workload kube.Ref, wanted func(last observe.Observation) bool) []*corev1.Pod {
	owner := v.Get(workload)
	if owner == nil {
		return nil
	}
	var pods []*corev1.Pod
	for _, last := range observe.Owned(v, owner.GetUID(), KindPod) {
		if !wanted(last) {
			continue
		}
		if pod := observe.Typed(v, last.Object, kube.As[corev1.Pod]); pod != nil {
			pods = append(pods, pod)
		}
	}
	sort.Slice(pods, func(i, j int) bool { return pods[i].Name < pods[j].Name })
	return pods
}

// readyAndStaying are pods that are ready and not terminating.
var readyAndStaying = &observe.Property{Has: func(obj *unstructured.Unstructured) bool {
	pod := kube.As[corev1.Pod](obj)
	return pod != nil && pod.DeletionTimestamp == nil && PodIsReady(pod)
}}
