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

// kase is a view made ready for questions.
type kase struct {
	view  observe.View
	since time.Time
}

func newCase(v observe.View, since time.Time) *kase {
	return &kase{view: v, since: since}
}

// root is the object that stands at the end of a chain of controllers; nil when a
// part of the chain has not been seen. A pod without a controller is its own root.
func (c *kase) root(obj *unstructured.Unstructured) *unstructured.Unstructured {
	for range 5 { // a Deployment's pod has two owners above it
		owner := metav1.GetControllerOf(obj)
		if owner == nil {
			return obj
		}
		above, known := observe.Latest(c.view, owner.UID)
		if !known || above.Type == watch.Deleted {
			return nil
		}
		obj = above.Object
	}
	return nil
}

var podKind = schema.GroupKind{Kind: "Pod"}

// pods are those of a workload that are there and that are wanted, without those on their way out.
func (c *kase) pods(workload *unstructured.Unstructured, wanted func(*unstructured.Unstructured) bool) []*unstructured.Unstructured {
	var pods []*unstructured.Unstructured
	for _, o := range observe.Owned(c.view, workload.GetUID(), podKind) {
		if o.Type != watch.Deleted && c.stays(workload, o.Object) && wanted(o.Object) {
			pods = append(pods, o.Object)
		}
	}
	return pods
}

// stays tells of a pod of a workload that is not on its way out.
func (c *kase) stays(workload, pod *unstructured.Unstructured) bool {
	if pod.GetDeletionTimestamp() != nil {
		return false
	}
	root := c.root(pod)
	return root != nil && root.GetUID() == workload.GetUID()
}

// ref is the name of an object that was seen.
func (c *kase) ref(obj *unstructured.Unstructured) kube.Ref {
	o, _ := observe.Latest(c.view, obj.GetUID())
	return o.Ref
}

// kindOf names a kind of Kubernetes itself for lists.
func kindOf(kind, resource string) kube.Kind {
	return kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: kind}, GVR: schema.GroupVersionResource{Version: "v1", Resource: resource}}
}

// unbroken is since when something has been so in every version of the pod.
func (c *kase) unbroken(obj *unstructured.Unstructured, so func(*corev1.Pod) bool) time.Time {
	return c.lasting(c.ref(obj), obj, func(version *unstructured.Unstructured) bool {
		pod := kube.As[corev1.Pod](version)
		return pod != nil && so(pod)
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
