package explain

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// TestServiceOverASliceWithoutItsPort: a manual EndpointSlice whose port has another name than the Service's gets no requests.
func TestServiceOverASliceWithoutItsPort(t *testing.T) {
	for port, causes := range map[string]int{"main": 0, "http": 1} {
		facts := Facts{Objects: []*unstructured.Unstructured{
			objectOf(t, "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: a}, spec: {ports: [{name: main, port: 80}]}}"),
			objectOf(t, "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web, namespace: a, labels: {kubernetes.io/service-name: web}}, "+
				"addressType: IPv4, ports: [{name: "+port+", port: 80}], endpoints: [{addresses: [10.0.0.1]}]}"),
		}}
		if found := Why(facts, Subject{Kind: "Service", Namespace: "a", Name: "web"}); len(found) != causes {
			t.Errorf("with port %s: %+v", port, found)
		}
	}
}

func objectOf(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	obj := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &obj.Object); err != nil {
		t.Fatal(err)
	}
	return obj
}
