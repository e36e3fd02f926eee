package explain

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// Fields of unstructured objects. An absent field and one of another type both
// read as zero: a record that lacks a field explains less, and stops nothing.

func stringAt(o *unstructured.Unstructured, path ...string) string {
	s, _, err := unstructured.NestedString(o.Object, path...)
	if err != nil {
		return ""
	}
	return s
}

// intAt takes what JSON and YAML decoders make of a whole number.
func intAt(o *unstructured.Unstructured, path ...string) int64 {
	v, ok, err := unstructured.NestedFieldNoCopy(o.Object, path...)
	if err != nil || !ok {
		return 0
	}
	switch n := v.(type) {
	case int64:
		return n
	case int:
		return int64(n)
	case float64:
		return int64(n)
	}
	return 0
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
