package hopeless

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
)

// kase is a view made ready for questions.
type kase struct {
	view  observe.View
	since time.Time
	refs  map[types.UID]kube.Ref // of the objects that are there
}

func newCase(v observe.View, since time.Time) *kase {
	return &kase{view: v, since: since, refs: observe.Present(v)}
}

// root is the object that stands at the end of a chain of controllers; nil when a
// part of the chain has not been seen. A pod without a controller is its own root.
func (c *kase) root(obj *unstructured.Unstructured) *unstructured.Unstructured {
	for range 5 { // a Deployment's pod has two owners above it
		owner := metav1.GetControllerOf(obj)
		if owner == nil {
			return obj
		}
		ref, known := c.refs[owner.UID]
		if !known {
			return nil
		}
		if obj = c.view.Get(ref); obj == nil {
			return nil
		}
	}
	return nil
}

// pods are those that are there and that are wanted, without those on their way out.
func (c *kase) pods(wanted func(*unstructured.Unstructured) bool) []*unstructured.Unstructured {
	var pods []*unstructured.Unstructured
	for _, ref := range c.refs {
		if ref.Kind.GVK.Kind != "Pod" || ref.Kind.GVK.Group != "" {
			continue
		}
		if obj := c.view.Get(ref); obj != nil && obj.GetDeletionTimestamp() == nil && wanted(obj) {
			pods = append(pods, obj)
		}
	}
	return pods
}

// unbroken is since when something has been so in every version of the pod.
func (c *kase) unbroken(obj *unstructured.Unstructured, so func(*corev1.Pod) bool) time.Time {
	return c.lasting(c.refs[obj.GetUID()], obj, func(version *unstructured.Unstructured) bool {
		pod, ok := read[corev1.Pod](version)
		return ok && so(pod)
	})
}

// lasting is since when something has been so in every version of the object.
func (c *kase) lasting(ref kube.Ref, obj *unstructured.Unstructured, so func(*unstructured.Unstructured) bool) time.Time {
	var began time.Time
	for _, o := range c.view.History(ref) {
		switch {
		case o.Object.GetUID() != obj.GetUID():
		case !so(o.Object):
			began = time.Time{}
		case began.IsZero():
			began = o.At
		}
	}
	return began
}

// read converts an object; one that does not fit is nothing to judge by.
func read[T any](obj *unstructured.Unstructured) (*T, bool) {
	out := new(T)
	err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, out)
	return out, err == nil
}
