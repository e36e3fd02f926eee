package mutate

import (
	"encoding/json"
	"regexp"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// tokenVolume matches the volume that the API server adds to each pod, with its random suffix.
var tokenVolume = regexp.MustCompile(`kube-api-access-[a-z0-9]{5}`)

// essence returns the object that the API server would create, without what differs each time: IDs, timestamps, and addresses
// and ports that the server chooses because the manifest does not.
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

// withoutNodePorts removes the node ports of a Service, unless the manifest sets one.
func withoutNodePorts(made, written *unstructured.Unstructured) {
	ports := func(o *unstructured.Unstructured) []any {
		list, _, _ := unstructured.NestedSlice(o.Object, "spec", "ports") // anything but a list has none
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
