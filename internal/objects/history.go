package objects

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
)

// Life is every version of the present object of a name; when there is none, of the last one that was there. What a
// former object of the same name went through is not its history.
func Life(v observe.View, ref kube.Ref) []observe.Observation {
	all := v.History(ref)
	for i := len(all) - 1; i > 0; i-- {
		if all[i-1].Object.GetUID() != all[i].Object.GetUID() {
			return all[i:]
		}
	}
	return all
}

// LivesFrom is every version of the object that has a name when it is first asked, and of those that take its place.
func LivesFrom(ref kube.Ref) func(observe.View) []observe.Observation {
	from := -1
	return func(v observe.View) []observe.Observation {
		all := v.History(ref)
		if from < 0 {
			from = len(all) - len(Life(v, ref))
		}
		return all[from:]
	}
}

// formerLives are the UIDs of the objects that had the name before.
func formerLives(v observe.View, ref kube.Ref) map[types.UID]bool {
	former := map[types.UID]bool{}
	all := v.History(ref)
	for _, o := range all[:len(all)-len(Life(v, ref))] {
		former[o.Object.GetUID()] = true
	}
	return former
}

// ofFormer reports whether an event is about an object that had the name before. One with another UID that nobody has seen
// is not: the kubelet gives those of nodes and static pods UIDs of its own.
func ofFormer(former map[types.UID]bool, e *corev1.Event) bool { return former[e.InvolvedObject.UID] }

// NeverThere says that no object ever had the name, and which name comes nearest. "" when there was one: what a step
// says of its history is then not true of nothing.
func NeverThere(v observe.View, ref kube.Ref) string {
	if len(v.History(ref)) > 0 {
		return ""
	}
	return fmt.Sprintf("there never was a %s%s", ref, NearestOf(ref.Name, SeenNames(observe.Aside(v), ref.Kind)))
}

// SeenNames are the names that objects of a kind have, or had.
func SeenNames(v observe.View, kind kube.Kind) []string {
	names := map[string]bool{}
	for _, o := range observe.OfKind(v, kind.GVR.GroupResource(), 0) {
		names[o.Ref.Name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// namesShown is how many names a sentence lists when none is near.
const namesShown = 3

// NearestOf is the end of a sentence about a name that nothing has: the nearest one, else those that there are.
func NearestOf(name string, known []string) string {
	if near := words.Nearest(name, known); near != "" {
		return fmt.Sprintf("; nearest: %q", near)
	}
	if len(known) == 0 || len(known) > namesShown {
		return ""
	}
	quoted := make([]string, 0, len(known))
	for _, k := range known {
		quoted = append(quoted, fmt.Sprintf("%q", k))
	}
	return "; there was " + strings.Join(quoted, ", ")
}
