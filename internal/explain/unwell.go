package explain

import (
	"cmp"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Unwell is an object that is not well, with the findings why.
type Unwell struct {
	Subject  Subject
	Findings []Finding
}

// AllUnwell explains every top-level object in the namespaces: objects created by a controller are explained through their
// owner. Kinds without rules are explained by their own conditions. The result is sorted by kind and name.
func AllUnwell(f Facts, namespaces []string) []Unwell {
	x := newIndex(f)
	var out []Unwell
	for s, o := range x.byName {
		if silentKind(s.Kind) || !slices.Contains(namespaces, s.Namespace) || metav1.GetControllerOf(o) != nil {
			continue
		}
		if found := safe(x.why(s)); len(found) > 0 {
			out = append(out, Unwell{s, found})
		}
	}
	slices.SortFunc(out, func(a, b Unwell) int {
		return cmp.Or(strings.Compare(a.Subject.Kind, b.Subject.Kind), strings.Compare(a.Subject.Name, b.Subject.Name),
			strings.Compare(a.Subject.Namespace, b.Subject.Namespace))
	})
	return out
}

// silentKind reports whether a kind is not explained by itself, but through the objects that use it.
func silentKind(kind string) bool {
	switch kind {
	case kindSlice, kindConfigMap, kindSecret, kindClass:
		return true
	}
	return false
}
