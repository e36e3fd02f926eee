package explain

import (
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// Finding is one reason why something is not as expected.
type Finding struct {
	Code     string   // one of Codes, stable
	Sentence string   // one line without a full stop: who, what, with which numbers
	Hint     string   // what to do next, one line; may be empty
	Said     say.Text // Sentence, in translatable form
	Advised  say.Text // Hint, in translatable form
	Evidence []string // the facts that prove the sentence, one line each: states, events with count and age
}

// Facts are the facts known at one point in time. They are not modified.
type Facts struct {
	Now     time.Time                    // the time to which ages refer; ages are left out if it is zero
	Objects []*unstructured.Unstructured // the latest version of every object, including events
	Gone    []*unstructured.Unstructured // the last version of objects that were deleted
	Listed  []string                     // kinds of which all objects are included: any other does not exist
	Network []string                     // the DaemonSets of the cluster's network, as "namespace/name image"; nil if unknown
	Leaves  bool                         // the objects will be deleted soon: hints refer to the saved evidence instead of the cluster
	Logs    map[string]string            // last log lines by "namespace/pod/container", and of the previous run with "/previous" added
}

// Subject identifies the object to explain. Kind is a Kubernetes kind ("Pod", "Deployment"); Namespace is empty for
// cluster-scoped kinds.
type Subject struct{ Kind, Namespace, Name string }
