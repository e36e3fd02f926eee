package objects

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/subset"
)

// shownObject is an object as a report may have it: without the values of a Secret.
func shownObject(obj *unstructured.Unstructured) *unstructured.Unstructured {
	return kube.WithoutValues(obj, kube.HiddenValue, kube.HiddenValue)
}

// ShownAt is what a path finds in an object, in quotes. What has a value of a Secret
// in it is described instead: a report is read by more people than the cluster is.
func ShownAt(obj *unstructured.Unstructured, path kube.JSONPath, have string) string {
	if kube.IsSecret(obj) {
		if shown, err := path.Of(shownObject(obj)); err != nil || shown != have {
			return fmt.Sprintf("another value of %d bytes %s", len(have), kube.HiddenValue)
		}
	}
	return fmt.Sprintf("%q", have)
}

// ShownField is the value of a field as a report may have it.
func ShownField(obj *unstructured.Unstructured, path string, value any) string {
	if kube.IsSecret(obj) {
		shown, _, err := unstructured.NestedFieldNoCopy(shownObject(obj).Object, strings.Split(path, ".")...)
		if err != nil || fmt.Sprint(shown) != fmt.Sprint(value) {
			return kube.HiddenValue
		}
	}
	return fmt.Sprint(value)
}

// ShownDifference is how an object differs from what a step wants. Of a Secret, it has
// only values that the step itself names.
func ShownDifference(want map[string]any, obj *unstructured.Unstructured) string {
	difference := subset.Difference(want, obj.Object)
	if difference == "" || !kube.IsSecret(obj) {
		return difference
	}
	shown := shownObject(obj)
	for _, field := range []string{"data", "stringData"} {
		wanted, _ := want[field].(map[string]any)
		has, _ := obj.Object[field].(map[string]any)
		shows, _ := shown.Object[field].(map[string]any)
		for key, value := range wanted {
			if value == has[key] && shows[key] != nil {
				shows[key] = value
			}
		}
	}
	if difference = subset.Difference(want, shown.Object); difference == "" {
		return "it differs in what is " + kube.HiddenValue
	}
	return difference
}
