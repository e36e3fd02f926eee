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
// controller made is explained by its owner. They are sorted by kind and name.
func AllUnwell(f Facts, namespaces []string) []Unwell {
	x := newIndex(f)
	var out []Unwell
	for s, o := range x.byName {
		_, explained := groupOf(s.Kind)
		if !explained || s.Kind == kindSlice || !slices.Contains(namespaces, s.Namespace) || metav1.GetControllerOf(o) != nil {
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
