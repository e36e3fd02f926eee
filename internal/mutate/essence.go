package mutate

import (
	"encoding/json"
	"regexp"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// tokenVolume is the name of the volume that the API server adds to each pod, with signs by chance at its end.
var tokenVolume = regexp.MustCompile(`kube-api-access-[a-z0-9]{5}`)

// essence is what the API server would make of an object, without what is another each time: IDs, moments, and addresses and
// ports that it chooses because the writer did not.
func essence(made, written *unstructured.Unstructured) string {
	made = made.DeepCopy()
	for _, field := range []string{"uid", "creationTimestamp", "resourceVersion", "generation", "managedFields", "selfLink"} {
		unstructured.RemoveNestedField(made.Object, "metadata", field)
	}
	for _, field := range []string{"clusterIP", "clusterIPs", "healthCheckNodePort"} {
		if _, chosen, err := unstructured.NestedFieldNoCopy(written.Object, "spec", field); err == nil && !chosen {
			unstructured.RemoveNestedField(made.Object, "spec", field)
		}
	}
	withoutNodePorts(made, written)
	text, _ := json.Marshal(made.Object) //nolint:errchkjson // it was read from JSON
	return tokenVolume.ReplaceAllString(string(text), "kube-api-access")
}

// withoutNodePorts takes the node ports of a Service away, unless the writer has chosen one.
func withoutNodePorts(made, written *unstructured.Unstructured) {
	ports := func(o *unstructured.Unstructured) []any {
		list, _, _ := unstructured.NestedSlice(o.Object, "spec", "ports") // what is no list has none
		return list
	}
	for _, port := range ports(written) {
		if fields, is := port.(map[string]any); is && fields["nodePort"] != nil {
			return
		}
	}
	list := ports(made)
	for _, port := range list {
		if fields, is := port.(map[string]any); is {
			delete(fields, "nodePort")
		}
	}
	if len(list) > 0 {
		_ = unstructured.SetNestedSlice(made.Object, list, "spec", "ports") // it was a list before
	}
}
