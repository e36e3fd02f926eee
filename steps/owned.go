package steps

import (
	"slices"
	"sort"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
)

// ownedPods are all pods of the workload that the scenario has seen, each in
// its last version, followed from owner to owner (a Deployment owns a
// ReplicaSet, which owns the pods).
func ownedPods(v observe.View, workload kube.Ref) []*corev1.Pod {
	owner := v.Get(workload)
	if owner == nil {
		return nil
	}
	owners := map[types.UID]bool{owner.GetUID(): true}
	last := map[types.UID]*unstructured.Unstructured{}
	for before := 0; len(owners) > before; { // kinds arrive on watches of their own: a pod may be seen before its owner
		before = len(owners)
		for _, o := range v.All() {
			if o.Object == nil || !ownedByOneOf(o.Object, owners) {
				continue
			}
			owners[o.Object.GetUID()] = true
			if o.Ref.Kind.GVK.GroupKind() == kindPod {
				last[o.Object.GetUID()] = o.Object
			}
		}
	}
	pods := make([]*corev1.Pod, 0, len(last))
	for _, obj := range last {
		if pod := observe.Typed(v, obj, asPod); pod != nil {
			pods = append(pods, pod)
		}
	}
	sort.Slice(pods, func(i, j int) bool { return pods[i].Name < pods[j].Name })
	return pods
}

// existingPods are those of ownedPods that exist now, on their way out or not.
func existingPods(v observe.View, workload kube.Ref) []*corev1.Pod {
	exists := map[types.UID]bool{}
	for _, o := range v.All() {
		if o.Ref.Kind.GVK.GroupKind() == kindPod {
			present := v.Get(o.Ref)
			exists[o.Object.GetUID()] = present != nil && present.GetUID() == o.Object.GetUID()
		}
	}
	return slices.DeleteFunc(ownedPods(v, workload), func(pod *corev1.Pod) bool { return !exists[pod.UID] })
}

// presentPods are the pods of a workload as its controller counts them: those that exist and are not being deleted.
func presentPods(v observe.View, workload kube.Ref) []*corev1.Pod {
	return slices.DeleteFunc(existingPods(v, workload), func(pod *corev1.Pod) bool { return pod.DeletionTimestamp != nil })
}

func ownedByOneOf(obj *unstructured.Unstructured, owners map[types.UID]bool) bool {
	for _, ref := range obj.GetOwnerReferences() {
		if owners[ref.UID] {
			return true
		}
	}
	return false
}
