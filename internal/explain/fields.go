package explain

import (
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Access to fields of unstructured objects. Absent fields and fields of another type both read as zero: a record that lacks a
// field is explained less well, but is no error.

func stringAt(o *unstructured.Unstructured, path ...string) string {
	s, _, err := unstructured.NestedString(o.Object, path...)
	if err != nil {
		return ""
	}
	return s
}

// intAt accepts every type that JSON and YAML decoders use for an integer.
func intAt(o *unstructured.Unstructured, path ...string) int64 {
	v, ok, err := unstructured.NestedFieldNoCopy(o.Object, path...)
	if err != nil || !ok {
		return 0
	}
	n, _ := whole(v)
	return n
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int64:
		return n, true
	case int:
		return int64(n), true
	case float64:
		return int64(n), true
	}
	return 0, false
}

// ObservedIn returns the observedGeneration of a status or a condition. Some kinds have it as a string, such as Rollout of
// argoproj.io; a string that is not a number, such as the hash in old versions of that kind, is ignored.
func ObservedIn(part map[string]any) (generation int64, known bool) {
	if text, is := part["observedGeneration"].(string); is {
		generation, err := strconv.ParseInt(text, 10, 64)
		return generation, err == nil
	}
	return whole(part["observedGeneration"])
}

// observed returns the generation that the object's status refers to.
func observed(o *unstructured.Unstructured) (generation int64, told bool) {
	status, _ := o.Object["status"].(map[string]any)
	return ObservedIn(status)
}

// firstMap returns the strings of the first of the named maps that o has.
func firstMap(o *unstructured.Unstructured, names ...string) map[string]string {
	for _, name := range names {
		m, ok, err := unstructured.NestedMap(o.Object, name)
		if err != nil || !ok {
			continue
		}
		out := map[string]string{}
		for k, v := range m {
			if s, ok := v.(string); ok {
				out[k] = s
			}
		}
		return out
	}
	return nil
}

func firstNonEmpty(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
