package observe

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// aboutCluster reports whether an object is an event about a cluster-scoped object such as a node. Such events are kept in
// the namespace "default".
func aboutCluster(obj *unstructured.Unstructured) bool {
	return obj.GetKind() == "Event" && obj.GetNamespace() == metav1.NamespaceDefault && involved(obj, "namespace") == ""
}

// involved returns a field of what an event is about.
func involved(event *unstructured.Unstructured, field string) string {
	value, _, err := unstructured.NestedString(event.Object, "involvedObject", field)
	if err != nil {
		return "" // the API server refuses events in which it is no text
	}
	return value
}

// former finds the object that has replaced what an event is about: a cluster-scoped object of the same kind and name. Simulated
// nodes have the same names in each run, and Kubernetes keeps thousands of events about them for an hour. The UID alone does not
// tell: a watch of nodes may be behind that of events. A kubelet may give its node's name as the UID, or none, also before the
// node exists. The caller holds the lock.
func (h *Hub) former(obj *unstructured.Unstructured) (replaced kube.Ref, is bool) {
	if !aboutCluster(obj) {
		return kube.Ref{}, false
	}
	kind, name, uid, version := involved(obj, "kind"), involved(obj, "name"), involved(obj, "uid"), involved(obj, "apiVersion")
	if uid == "" || uid == name {
		return kube.Ref{}, false
	}
	for _, w := range h.watches {
		if w.kind.Namespaced || w.kind.GVK.Kind != kind || version != "" && version != w.kind.GVK.GroupVersion().String() {
			continue
		}
		ref := kube.Ref{Kind: w.kind, Name: name}
		now := w.known.get(keyOf(ref))
		if now != nil && string(now.GetUID()) != uid && obj.GetCreationTimestamp().Time.Before(now.GetCreationTimestamp().Time) {
			return ref, true
		}
	}
	return kube.Ref{}, false
}

// concerns reports whether an observation is of something that the timeline knows: it is no event about an object that was
// replaced before, of which the timeline has seen nothing. The caller holds the lock of the hub.
func (t *Timeline) concerns(o Observation) bool {
	replaced, is := t.hub.former(o.Object)
	if !is {
		return true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state.Get(o.Ref) != nil || slices.ContainsFunc(t.state.History(replaced), func(life Observation) bool {
		return string(life.Object.GetUID()) == involved(o.Object, "uid")
	})
}
