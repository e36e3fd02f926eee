package mutate

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	obj := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &obj.Object); err != nil {
		t.Fatal(err)
	}
	return obj
}

// TestEssence: two answers of the API server about one object are equal, except for what it chooses each time.
func TestEssence(t *testing.T) {
	const written = "{kind: Service, spec: {ports: [{port: 80}]}}"
	const first = "{kind: Service, metadata: {name: web, uid: a, creationTimestamp: '1'}, spec: {clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ports: [{port: 80, nodePort: 30001}], volume: kube-api-access-abcde}}"
	for name, c := range map[string]struct {
		second, written string
		same            bool
	}{
		"chosen anew":           {"{kind: Service, metadata: {name: web, uid: b, creationTimestamp: '2'}, spec: {clusterIP: 10.0.0.2, clusterIPs: [10.0.0.2], ports: [{port: 80, nodePort: 30002}], volume: kube-api-access-xyzxy}}", written, true},
		"another port":          {"{kind: Service, metadata: {name: web}, spec: {ports: [{port: 81, nodePort: 30002}], volume: kube-api-access-xyzxy}}", written, false},
		"a node port is chosen": {"{kind: Service, metadata: {name: web}, spec: {ports: [{port: 80, nodePort: 30002}], volume: kube-api-access-xyzxy}}", "{kind: Service, spec: {ports: [{port: 80, nodePort: 30002}]}}", false},
		"it has no address":     {"{kind: Service, metadata: {name: web}, spec: {clusterIP: None, ports: [{port: 80, nodePort: 30002}], volume: kube-api-access-xyzxy}}", "{kind: Service, spec: {clusterIP: None, ports: [{port: 80}]}}", false},
		"a label":               {"{kind: Service, metadata: {name: web, labels: {a: b}}, spec: {ports: [{port: 80, nodePort: 30002}], volume: kube-api-access-xyzxy}}", written, false},
	} {
		same := essence(object(t, first), object(t, written)) == essence(object(t, c.second), object(t, c.written))
		if same != c.same {
			t.Errorf("%s: same: %v", name, same)
		}
	}
}
