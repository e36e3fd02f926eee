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

// Change is what has become of an object.
type Change struct {
	Kind kube.Kind
	Old  *unstructured.Unstructured // nil when it is new
	New  *unstructured.Unstructured // nil when it is gone
	At   time.Time
}

// object is what there is of it: as it is now, else as it was.
func (c Change) object() *unstructured.Unstructured {
	if c.New != nil {
		return c.New
	}
	return c.Old
}

// controllers are the managers of fields that are parts of Kubernetes
// (https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers).
var controllers = []string{"kube-controller-manager", "kube-scheduler", "kubelet", "kube-apiserver", "cloud-controller-manager", "cluster-autoscaler"}

// madeByCluster tells of objects that the cluster puts into each namespace, or that only say what happens.
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

// byPerson tells that a person, or a tool of theirs, has made or changed the object, and no controller.
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

// byController tells by the managers of fields that only parts of Kubernetes have written since. Writes to the status do not count,
// those to the scale do. The times of managers are whole seconds: when a person and a controller write in the same one, it is the
// person's.
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

// authored is the part of an object that a person writes.
func authored(obj *unstructured.Unstructured) *unstructured.Unstructured { return kube.Exported(obj) }
