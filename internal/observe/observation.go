package observe

import (
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

// Observation is one observed version of an object.
type Observation struct {
	Seq      uint64    // in the order of arrival, over all kinds of the run
	At       time.Time // when it arrived here
	Revision uint64    // resourceVersion as a number; 0 if it is not one, or if this is a deletion that was not itself observed
	Type     watch.EventType
	Ref      kube.Ref
	Object   *unstructured.Unstructured // without managedFields; shared, so it must not be changed
}

// Before reports whether a happened before b in the cluster, and whether that is known. Resource versions are numbers of
// one sequence in the API server's store, comparable across the kinds of a cluster (guaranteed since Kubernetes 1.35).
// Without them, only versions of the same watch are ordered; two namespaces may have two watches.
func Before(a, b Observation) (before, known bool) {
	if a.Revision != 0 && b.Revision != 0 {
		return a.Revision < b.Revision, a.Revision != b.Revision
	}
	if a.Ref.Kind.GVR != b.Ref.Kind.GVR || a.Ref.Namespace != b.Ref.Namespace {
		return false, false
	}
	if (a.unseen() || b.unseen()) && keyOf(a.Ref) != keyOf(b.Ref) {
		return false, false
	}
	return a.Seq < b.Seq, a.Seq != b.Seq
}

// unseen reports whether this is a deletion that was noticed only after an interruption of the watch. Then its time is
// unknown, and only its place among the versions of the same object is certain.
func (o Observation) unseen() bool {
	return o.Revision == 0 && o.Object != nil && revisionOf(o.Object) != 0
}

func revisionOf(obj *unstructured.Unstructured) uint64 { return number(obj.GetResourceVersion()) }

// number is a resourceVersion as a number, 0 if it is not one.
func number(resourceVersion string) uint64 {
	n, err := strconv.ParseUint(resourceVersion, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
