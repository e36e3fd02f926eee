package observe

import (
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
)

// Observation is one version of an object, as it was seen.
type Observation struct {
	Seq      uint64    // rises by arrival, over all kinds of the run
	At       time.Time // when it arrived here
	Revision uint64    // its resourceVersion as a number; 0 when it is none, and of a deletion that was not seen itself
	Type     watch.EventType
	Ref      kube.Ref
	Object   *unstructured.Unstructured // without managedFields; shared, so read only
}

// Before tells whether a came before b in the cluster, and whether that can be
// known. Resource versions are numbers of one sequence in the API server's
// store, comparable across the kinds of a cluster (guaranteed since Kubernetes
// 1.35). Without them, only versions on the same watch have an order: two
// namespaces may have two.
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

// unseen tells whether this is a deletion that was found out after a lost
// watch: when it happened is not known, only where it is among the versions of
// its own object.
func (o Observation) unseen() bool {
	return o.Revision == 0 && o.Object != nil && revisionOf(o.Object) != 0
}

func revisionOf(obj *unstructured.Unstructured) uint64 { return number(obj.GetResourceVersion()) }

// number is a resourceVersion as a number, 0 when it is none.
func number(resourceVersion string) uint64 {
	n, err := strconv.ParseUint(resourceVersion, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
