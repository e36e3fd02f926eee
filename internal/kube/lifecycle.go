package kube

import (
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/gherkind/gherkind/internal/words"
)

// EveryFault returns the faults that [Manifest.Faults] finds in a document, and also unknown fields that resemble no other,
// missing required fields, and values outside the allowed set.
func (m *Manifest) EveryFault(d Document) []Fault { return m.faultsOf(d, true) }

// ServedIn returns what is wrong with a kind in Kubernetes 1.minor: that it does not exist, was removed or will be removed.
// Nothing is known about kinds of other groups.
func ServedIn(kind schema.GroupVersionKind, minor int) (there bool, problem string) {
	kinds := scheme.Scheme.AllKnownTypes()
	if _, known := kinds[kind]; !known {
		if !scheme.Scheme.IsGroupRegistered(kind.Group) {
			return true, ""
		}
		return false, fmt.Sprintf("there is no kind %s in %s%s", kind.Kind, kind.GroupVersion(), kindMeant(kind, slices.Collect(maps.Keys(kinds))))
	}
	obj, err := scheme.Scheme.New(kind)
	if err != nil {
		return true, "" // the kind exists and is current
	}
	next := ""
	if r, is := obj.(interface {
		APILifecycleReplacement() schema.GroupVersionKind
	}); is && !r.APILifecycleReplacement().Empty() {
		next = ": write apiVersion " + r.APILifecycleReplacement().GroupVersion().String()
	}
	if r, is := obj.(interface {
		APILifecycleRemoved() (major, minor int)
	}); is {
		if major, gone := r.APILifecycleRemoved(); major == 1 && gone <= minor {
			return false, fmt.Sprintf("%s is served in %s no more since Kubernetes 1.%d%s", kind.Kind, kind.GroupVersion(), gone, next)
		}
	}
	if d, is := obj.(interface {
		APILifecycleDeprecated() (major, minor int)
	}); is && next != "" {
		if major, since := d.APILifecycleDeprecated(); major == 1 && since <= minor {
			return true, fmt.Sprintf("%s in %s is deprecated since Kubernetes 1.%d%s", kind.Kind, kind.GroupVersion(), since, next)
		}
	}
	return true, ""
}

// kindMeant suggests the built-in kind that an unknown one probably means.
func kindMeant(asked schema.GroupVersionKind, all []schema.GroupVersionKind) string {
	var best schema.GroupVersionKind
	for _, k := range all {
		better := best.Empty() || version.CompareKubeAwareVersionStrings(k.Version, best.Version) > 0
		if k.Kind == asked.Kind && better {
			best = k
		}
	}
	if !best.Empty() {
		return fmt.Sprintf(": %s is in %s", best.Kind, best.GroupVersion())
	}
	var names []string
	for _, k := range all {
		if k.GroupVersion() == asked.GroupVersion() {
			names = append(names, k.Kind)
		}
	}
	slices.Sort(names)
	if near := words.Nearest(asked.Kind, names); near != "" {
		return fmt.Sprintf(": did you mean %s?", near)
	}
	return ""
}
