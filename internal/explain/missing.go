package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// ObjectMissing is a code; its meaning is in objectMissingDoc.
const ObjectMissing = "OBJECT_MISSING"

var objectMissingDoc = Code{
	Code:    ObjectMissing,
	Meaning: "Nothing of this kind and name exists (any more).",
	Example: `there is no service "mydb" in namespace "demo"; there is "my-db"`,
}

// PodMissing is a code; its meaning is in podMissingDoc.
const PodMissing = "POD_MISSING"

var podMissingDoc = Code{
	Code:    PodMissing,
	Meaning: "No pod of this name exists (any more).",
	Example: `there is no pod "web" in namespace "demo"; there is "web-0"`,
}

// missing explains an object that does not exist: deleted, misspelt, in another namespace, or never created.
func (x *index) missing(s Subject) []finding {
	f := finding{Code: ObjectMissing, Hint: say.Textf("apply it, or correct its name")}
	if s.Kind == kindPod {
		f.Code = PodMissing
	}
	what := named(s.Kind, quote(s.Name))
	if gone := x.lastOf(s); gone != nil {
		f.Sentence = say.Textf("%s was deleted", what)
		f.Hint = say.Textf("look who deletes it; a pod that a controller made comes back under another name")
		f.Evidence = x.lastSeen(gone)
		if says, hint := finishedJob(gone, what); !says.Empty() {
			f.Sentence, f.Hint = says, hint
		}
		return append(x.evictedBefore(gone), f)
	}
	f.Sentence = say.Textf("there is no %s", what)
	if s.Namespace != "" {
		f.Sentence = say.Textf("there is no %s in %s", what, namespaceText(s.Namespace))
	}
	if elsewhere := x.namespacesWith(s); len(elsewhere) > 0 {
		f.Sentence = say.Textf("%s, but in %s", f.Sentence, names(elsewhere))
		f.Hint = say.Textf("name the namespace, or apply it to the one that is looked at")
	} else if near := nearest(s.Name, x.namesOf(s.Kind, s.Namespace)); len(near) > 0 {
		f.Sentence = say.Textf("%s; there is %s", f.Sentence, names(near))
		f.Hint = say.Textf("correct the name")
		if s.Kind == kindPod {
			f.Hint = say.Textf("correct the name; pods of a workload are better found by their labels")
		}
	}
	return []finding{f}
}

func (x *index) lastOf(s Subject) *unstructured.Unstructured {
	for _, o := range slices.Backward(x.Gone) {
		if nameOf(o) == s {
			return o
		}
	}
	return nil
}

// lastSeen returns the last observed state of a deleted object, and the last events about it.
func (x *index) lastSeen(gone *unstructured.Unstructured) []string {
	var out []string
	if pod, err := read[corev1.Pod](gone); err == nil && nameOf(gone).Kind == kindPod {
		out = append(out, fmt.Sprintf("%s last seen: %s, %s ready", pathOf(gone), PodStatus(pod), PodReady(pod)))
	}
	if events := x.eventsOf(gone); len(events) > 0 {
		out = append(out, events[len(events)-1].line(x.Now))
	}
	return out
}

// evictedBefore returns why a deleted pod was evicted, if it was.
func (x *index) evictedBefore(gone *unstructured.Unstructured) []finding {
	if p := x.podOf(gone); nameOf(gone).Kind == kindPod && p.err == nil {
		return podEvicted(p)
	}
	return nil
}

func (x *index) namespacesWith(s Subject) []string {
	var out []string
	for other := range x.byName {
		if other.Kind == s.Kind && other.Name == s.Name && other.Namespace != s.Namespace {
			out = append(out, other.Namespace)
		}
	}
	slices.Sort(out)
	return out
}

func (x *index) namesOf(kind, namespace string) []string {
	var out []string
	for _, o := range x.list(kind, namespace) {
		out = append(out, o.GetName())
	}
	return out
}

// nearest returns the names that may have been meant by name, the likeliest first: few letters differ, or one is a prefix of
// the other (the names of a Deployment's pods start with its name).
func nearest(name string, all []string) []string {
	distance := func(other string) int {
		if strings.HasPrefix(other, name) || strings.HasPrefix(name, other) {
			return 0
		}
		return levenshtein.ComputeDistance(name, other)
	}
	limit := max(2, len(name)/3)
	var out []string
	for _, other := range all {
		if other != name && distance(other) <= limit {
			out = append(out, other)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return distance(a) - distance(b) })
	return out
}
