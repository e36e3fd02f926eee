package main

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	coreinformers "k8s.io/client-go/informers/core/v1"
	"k8s.io/client-go/tools/cache"
)

// holders is an informer of pods for the engine. The engine finds the pods of a packet by their IPs in an index, and if several pods
// have an IP, it takes any that is Running, or any at all. But a pod that has ended keeps its status.podIP, a pod that is being
// deleted is Running until its kubelet has reported otherwise, and after a restart of a node its pods have their former IPs until
// then, while others may have got them. So this informer's indexes return only the pod that has the IP now.
type holders struct{ coreinformers.PodInformer }

// Informer implements PodInformer.
func (h holders) Informer() cache.SharedIndexInformer {
	return holdersInformer{h.PodInformer.Informer()}
}

type holdersInformer struct{ cache.SharedIndexInformer }

// GetIndexer implements SharedIndexInformer.
func (i holdersInformer) GetIndexer() cache.Indexer {
	return holdersIndexer{i.SharedIndexInformer.GetIndexer()}
}

type holdersIndexer struct{ cache.Indexer }

// ByIndex implements Indexer.
func (i holdersIndexer) ByIndex(name, value string) ([]any, error) {
	objects, err := i.Indexer.ByIndex(name, value)
	if holder := holderOf(objects); holder != nil {
		return []any{holder}, err
	}
	return nil, err
}

// holderOf returns the pod that has an IP, of all that have it in their status; nil if none has it any more.
func holderOf(objects []any) *corev1.Pod {
	var holder *corev1.Pod
	for _, object := range objects {
		pod, is := object.(*corev1.Pod)
		if is && !ended(pod) && (holder == nil || later(pod, holder)) {
			holder = pod
		}
	}
	return holder
}

// ended reports whether a pod has ended for good: its sandbox, which has the IP, is stopped.
func ended(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

// later reports whether a got its IP later than b. Times are whole seconds.
func later(a, b *corev1.Pod) bool {
	aReady, aSince := sandbox(a)
	bReady, bSince := sandbox(b)
	switch {
	case aReady != bReady:
		return aReady
	case !aSince.Equal(&bSince):
		return bSince.Before(&aSince)
	case (a.DeletionTimestamp == nil) != (b.DeletionTimestamp == nil):
		return a.DeletionTimestamp == nil
	}
	return b.CreationTimestamp.Before(&a.CreationTimestamp)
}

// sandbox returns since when the sandbox of a pod is as it is, and false if it is known not to be ready. Kubelets that do not tell
// have started it after the pod was created.
func sandbox(pod *corev1.Pod) (ready bool, since metav1.Time) {
	i := slices.IndexFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool { return c.Type == corev1.PodReadyToStartContainers })
	if i < 0 {
		return true, pod.CreationTimestamp
	}
	return pod.Status.Conditions[i].Status != corev1.ConditionFalse, pod.Status.Conditions[i].LastTransitionTime
}
