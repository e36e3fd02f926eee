package failfast

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// evaluator looks for the reason in one view.
type evaluator struct {
	view  observe.View
	since time.Time // when the wait began
}

// root follows the controller references of an object up to the topmost owner. It is nil when one of the owners was not
// observed. A pod without a controller is its own root.
func (e *evaluator) root(obj *unstructured.Unstructured) *unstructured.Unstructured {
	for range 5 { // a Deployment's pod has two owners above it
		owner := metav1.GetControllerOf(obj)
		if owner == nil {
			return obj
		}
		above, known := observe.Latest(e.view, owner.UID)
		if !known || above.Type == watch.Deleted {
			return nil
		}
		obj = above.Object
	}
	return nil
}

var podKind = schema.GroupKind{Kind: "Pod"}

// pods returns the pods of a workload that exist, are not being deleted, and match.
func (e *evaluator) pods(workload *unstructured.Unstructured, match func(*unstructured.Unstructured) bool) []*unstructured.Unstructured {
	var pods []*unstructured.Unstructured
	for _, o := range observe.Owned(e.view, workload.GetUID(), podKind) {
		if o.Type != watch.Deleted && e.stays(workload, o.Object) && match(o.Object) {
			pods = append(pods, o.Object)
		}
	}
	return pods
}

// stays reports whether a pod belongs to the workload and is not being deleted.
func (e *evaluator) stays(workload, pod *unstructured.Unstructured) bool {
	if pod.GetDeletionTimestamp() != nil {
		return false
	}
	root := e.root(pod)
	return root != nil && root.GetUID() == workload.GetUID()
}

// ref returns the reference under which an object was observed.
func (e *evaluator) ref(obj *unstructured.Unstructured) kube.Ref {
	o, _ := observe.Latest(e.view, obj.GetUID())
	return o.Ref
}

// kindOf returns a core/v1 kind, for listing.
func kindOf(kind, resource string) kube.Kind {
	return kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: kind}, GVR: schema.GroupVersionResource{Version: "v1", Resource: resource}}
}

// unbroken returns since when the condition has held in every version of the pod.
func (e *evaluator) unbroken(obj *unstructured.Unstructured, so func(*corev1.Pod) bool) time.Time {
	return e.lasting(e.ref(obj), obj, func(version *unstructured.Unstructured) bool {
		pod := kube.As[corev1.Pod](version)
		return pod != nil && so(pod)
	})
}

// lasting returns since when the condition has held in every version of the object.
func (e *evaluator) lasting(ref kube.Ref, obj *unstructured.Unstructured, so func(*unstructured.Unstructured) bool) time.Time {
	var began time.Time
	for _, o := range e.view.History(ref) {
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
