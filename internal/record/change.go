package record

import (
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/utils/ptr"

	"github.com/gherkind/gherkind/internal/kube"
)

// Change is the change of an object.
type Change struct {
	Kind kube.Kind
	Old  *unstructured.Unstructured // nil if it is new
	New  *unstructured.Unstructured // nil if it is gone
	At   time.Time
}

// object returns the current object, or the old one if it is gone.
func (c Change) object() *unstructured.Unstructured {
	if c.New != nil {
		return c.New
	}
	return c.Old
}

// controllers are the field managers that are components of Kubernetes
// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers).
var controllers = []string{"kube-controller-manager", "kube-scheduler", "kubelet", "kube-apiserver", "cloud-controller-manager", "cluster-autoscaler"}

// madeByCluster reports whether the cluster creates such an object in each namespace, or only reports events with it.
func madeByCluster(obj *unstructured.Unstructured) bool {
	switch obj.GetKind() {
	case "Event", "EndpointSlice", "Endpoints", "Lease", "ControllerRevision", "PodMetrics":
		return true
	case "ConfigMap":
		return obj.GetName() == "kube-root-ca.crt"
	case "ServiceAccount":
		return obj.GetName() == "default"
	}
	return metav1.GetControllerOf(obj) != nil
}

// byPerson reports whether the user, or a tool of theirs, created or changed the object, and not a controller.
func (c Change) byPerson() bool {
	obj := c.object()
	switch {
	case madeByCluster(obj):
		return false
	case c.Old == nil:
		return !byController(obj, nil)
	case c.New == nil || c.New.GetDeletionTimestamp() != nil:
		return c.Old.GetDeletionTimestamp() == nil
	}
	return !equality.Semantic.DeepEqual(authored(c.Old).Object, authored(c.New).Object) && !byController(c.New, c.Old)
}

// byController reports whether only Kubernetes components have written the object since, according to its field managers.
// Writes to the status do not count, those to the scale do. Managers' times are whole seconds: if the user and a controller
// write in the same second, the change counts as the user's.
func byController(obj, before *unstructured.Unstructured) bool {
	had := map[string]metav1.Time{}
	if before != nil {
		for _, entry := range before.GetManagedFields() {
			had[entry.Manager+"/"+entry.Subresource] = ptr.Deref(entry.Time, metav1.Time{})
		}
	}
	written := false
	for _, entry := range obj.GetManagedFields() {
		at := ptr.Deref(entry.Time, metav1.Time{})
		if old, is := had[entry.Manager+"/"+entry.Subresource]; entry.Subresource == "status" || is && old.Equal(&at) {
			continue
		}
		if !slices.Contains(controllers, entry.Manager) {
			return false
		}
		written = true
	}
	return written
}

// authored returns the part of an object that a user writes.
func authored(obj *unstructured.Unstructured) *unstructured.Unstructured { return kube.Exported(obj) }
