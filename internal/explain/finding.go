package explain

import (
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// Finding is one reason why something is not as awaited.
type Finding struct {
	Code     string   // one of Codes, stable
	Sentence string   // one line without a full stop: who, what, with which numbers
	Hint     string   // what to do next, one line; may be empty
	Said     say.Text // Sentence, to be told in any language
	Advised  say.Text // Hint, to be told in any language
	Evidence []string // what the sentence rests on, one line each: states, events with count and age
}

// Facts is what is known at one moment. Nothing in it is changed.
type Facts struct {
	Now     time.Time                    // the moment; ages are counted from it, and left out when it is zero
	Objects []*unstructured.Unstructured // the latest version of every object, events included
	Gone    []*unstructured.Unstructured // the last version of objects that were deleted
	Listed  []string                     // kinds of which all objects are among them: one that is not there does not exist
	Network []string                     // what the cluster's network is made of, "namespace/name image" of its DaemonSets; nil when not known
	Leaves  bool                         // the objects are removed soon: hints lead to what is kept of them, not to a cluster
	Logs    map[string]string            // last log lines by "namespace/pod/container"; of the run before the present one with "/previous" added
}

// Subject names the object to explain. Kind is a Kubernetes kind ("Pod",
// "Deployment"); Namespace is empty for kinds that live in none.
type Subject struct{ Kind, Namespace, Name string }
