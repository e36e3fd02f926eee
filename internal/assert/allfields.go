package assert

import (
	"slices"

	"github.com/gherkind/gherkind/internal/kube"
)

// AllFields are the leaf fields that a YAML document names, each as its path. If a field is misspelt, its value never
// matches.
func AllFields(want any, above []string) (fields [][]string) {
	switch v := want.(type) {
	case map[string]any:
		for key, inner := range v {
			fields = append(fields, AllFields(inner, append(slices.Clone(above), key))...)
		}
	case []any:
		for _, inner := range v {
			fields = append(fields, AllFields(inner, append(slices.Clone(above), kube.AnyItem))...)
		}
	}
	if len(fields) == 0 && len(above) > 0 {
		return [][]string{above}
	}
	slices.SortFunc(fields, slices.Compare)
	return slices.CompactFunc(fields, slices.Equal)
}
