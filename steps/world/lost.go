package world

import (
	"errors"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// astray is the error of a request to a pod through the API server whose connection could not be established or was lost, so
// that there is no answer.
type astray struct{ error }

func (a *astray) Unwrap() error { return a.error }

// Is makes the error an [observe.ErrUnobserved].
func (*astray) Is(target error) bool { return target == observe.ErrUnobserved }

// isLost reports whether an error says nothing about the target of a question, because the connection was lost. It returns
// false if the scenario itself has stopped something on the way, or if the pod is gone or not running.
func (w *World) isLost(q Question, err error) bool {
	if !errors.As(err, new(*kube.Unreached)) || w.StoppedControl() {
		return false
	}
	pod := w.podNow(q.Namespace, q.Pod)
	if pod == nil || pod.DeletionTimestamp != nil || !runs(pod, q.Container) {
		return false
	}
	_, powered := w.power[pod.Spec.NodeName]
	return !powered
}

// podNow returns the current version of a pod; nil if it does not exist.
func (w *World) podNow(namespace, name string) (pod *corev1.Pod) {
	w.Timeline.View(func(v observe.View) {
		for _, o := range observe.OfKind(v, schema.GroupResource{Resource: "pods"}, 0) {
			if o.Ref.Namespace == namespace && o.Ref.Name == name {
				pod = kube.As[corev1.Pod](v.Get(o.Ref))
			}
		}
	})
	return pod
}

// runs reports whether this container of a pod is running, or any container if none is named.
func runs(pod *corev1.Pod, container string) bool {
	for _, status := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if status.State.Running != nil && (container == "" || status.Name == container) {
			return true
		}
	}
	return false
}
