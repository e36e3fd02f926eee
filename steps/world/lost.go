package world

import (
	"errors"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// astray is the error of what was asked of a pod by way of the API server when that way was not found, or was lost: nobody has answered.
type astray struct{ error }

func (a *astray) Unwrap() error { return a.error }

// Is makes it an [observe.ErrUnobserved].
func (*astray) Is(target error) bool { return target == observe.ErrUnobserved }

// isLost tells of the error of a question that it says nothing of who was asked. It is not so where the scenario itself has stopped what
// is on the way, nor of a pod that has gone or does not run any more.
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

// podNow is the present version of a pod; nil when there is none.
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

// runs tells whether a container of a pod is running, or any of them if none is named.
func runs(pod *corev1.Pod, container string) bool {
	for _, status := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if status.State.Running != nil && (container == "" || status.Name == container) {
			return true
		}
	}
	return false
}
