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

// EveryFault is what [Manifest.Faults] finds in one of its documents, and fields that are like none, required ones that are
// missing, and values that a field has not, too.
func (m *Manifest) EveryFault(d Document) []Fault { return m.faultsOf(d, true) }

// ServedIn says what is wrong with asking for a kind in Kubernetes 1.minor: that it is not there, or not any more, or not for
// long. Kinds of groups that are none of Kubernetes may be anything.
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
		return true, "" // it is known
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

// kindMeant is the kind of Kubernetes that was asked for by one that there is not, as a hint.
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
