package explain

import (
	"cmp"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Unwell is an object with what keeps it from being well.
type Unwell struct {
	Subject  Subject
	Findings []Finding
}

// AllUnwell explains every object in the namespaces that stands for itself: what a
// controller made is explained by its owner. Of kinds without rules their own conditions
// count. They are sorted by kind and name.
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

// silentKind tells of kinds that do not stand for themselves: what uses them is explained.
func silentKind(kind string) bool {
	switch kind {
	case kindSlice, kindConfigMap, kindSecret, kindClass:
		return true
	}
	return false
}
