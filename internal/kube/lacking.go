package kube

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/kube/apischema"
	"github.com/gherkind/gherkind/internal/words"
)

// mayLack are fields that the OpenAPI schema requires but the API server does not: they may be empty.
var mayLack = map[string][]string{
	"k8s.io/api/core/v1.HTTPHeader":              {"value"},
	"k8s.io/api/core/v1.Sysctl":                  {"value"},
	"k8s.io/api/core/v1.SleepAction":             {"seconds"},
	"k8s.io/api/core/v1.PreferredSchedulingTerm": {"preference"},
	"k8s.io/api/core/v1.LimitRangeSpec":          {"limits"},
	"k8s.io/api/core/v1.Event":                   {"involvedObject", "metadata"},
	"k8s.io/api/batch/v1.PodFailurePolicy":       {"rules"},
}

// schema finds missing required fields of a type, and values outside the set that a field allows.
func (f *former) schema(t reflect.Type, fields map[string]any, path string, at place) {
	name := t.PkgPath() + "." + t.Name()
	says, known := apischema.Read().Types[name]
	if !known || !f.whole {
		return
	}
	for _, key := range says.Required {
		if value, is := fields[key]; is && value != nil || slices.Contains(mayLack[name], key) || misspelt(key, t, fields) {
			continue
		}
		f.bad(at, "%s lacks %s, which every %s must have", cmp.Or(path, "the object"), key, t.Name())
		f.found[len(f.found)-1].Lacks = key
	}
	for _, key := range sorted(fields) {
		values, text := says.Values[key], ""
		if text, _ = fields[key].(string); text == "" || len(values) == 0 || slices.Contains(values, text) || strings.Contains(text, "$(") {
			continue
		}
		f.bad(at.of(fieldOf(at.node, key), key), "%s is %q, %s", strings.TrimPrefix(path+"."+key, "."), text, oneOf(text, values))
	}
}

// misspelt reports whether one of the fields that the type does not have was meant for a key: that is already a fault of its
// own.
func misspelt(key string, t reflect.Type, fields map[string]any) bool {
	known := map[string]reflect.Type{}
	jsonFields(t, known)
	for _, written := range sorted(fields) {
		if _, is := known[written]; !is && nearestField(written, known) == key {
			return true
		}
	}
	return false
}

// manyValues is how many values are too many for a sentence.
const manyValues = 12

// oneOf says which values are allowed.
func oneOf(text string, values []string) string {
	may := "and must be one of " + strings.Join(values, ", ")
	if near := words.Nearest(text, values); near != "" {
		return may + ": did you mean " + near + "?"
	}
	if len(values) > manyValues {
		return "which is not one of these values"
	}
	return may
}
