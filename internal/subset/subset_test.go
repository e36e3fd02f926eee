package subset

import (
	"testing"

	"gopkg.in/yaml.v3"
)

func TestDifference(t *testing.T) {
	have := `{spec: {replicas: 3, ports: [{name: http, port: 80, protocol: TCP}, {name: https, port: 443, protocol: TCP}], flag: true,
  containers: [{name: app, resources: {limits: {memory: 2Gi}}}], volumes: [], args: [a, b], selector: {}, nodeSelector: {disk: ssd}, key: "a\n b\n"}, metadata: {name: web}}`
	tests := []struct{ name, want, difference string }{
		{"one field", `{spec: {replicas: 3}}`, ""},
		{"a number as float", `{spec: {replicas: 3.0}}`, ""},
		{"list items in any order", `{spec: {ports: [{port: 443}, {port: 80}]}}`, ""},
		{"a general item does not take the only partner of a special one", `{spec: {ports: [{protocol: TCP}, {name: http}]}}`, ""},
		{"other value", `{spec: {replicas: 4}}`, "spec.replicas is 3"},
		{"missing field", `{spec: {type: NodePort}}`, "spec.type is not set"},
		{"missing item", `{spec: {ports: [{port: 81}]}}`, "spec.ports has no item like {port: 81} among its 2"},
		{"the item of that name", `{spec: {ports: [{port: 80, name: https}]}}`,
			"spec.ports has no item like {name: https, port: 80}: in the nearest, name https, port is 443"},
		{"a name says more than two other fields", `{spec: {ports: [{name: https, port: 80, protocol: TCP}]}}`,
			"spec.ports has no item like {name: https, port: 80, protocol: TCP}: in the nearest, name https, port is 443"},
		{"no name, but a port", `{spec: {ports: [{port: 80, protocol: UDP}]}}`,
			"spec.ports has no item like {port: 80, protocol: UDP}: in the nearest, name http, protocol is TCP"},
		{"deep in the item of that name", `{spec: {containers: [{name: app, resources: {limits: {memory: 1Gi}}}]}}`,
			"spec.containers has no item like {name: app, resources: {limits: {memory: 1Gi}}}: in the nearest, name app, resources.limits.memory is 2Gi"},
		{"the only item", `{spec: {containers: [{image: nginx}]}}`,
			"spec.containers has no item like {image: nginx}: in the nearest, name app, image is not set"},
		{"one item is not two", `{spec: {ports: [{port: 80}, {name: http}]}}`,
			"spec.ports has no item like {name: http} that another wanted one has not taken"},
		{"an empty list", `{spec: {volumes: [{name: data}]}}`, "spec.volumes has no item like {name: data}: the list is empty"},
		{"plain items in any order", `{spec: {args: [b, a]}}`, ""},
		{"a plain item", `{spec: {args: [a, c]}}`, "spec.args has no item like c; it has [a, b]"},
		{"a plain item twice", `{spec: {args: [a, a]}}`, "spec.args has no item like a that another wanted one has not taken; it has [a, b]"},
		{"a scalar is no object", `{spec: {flag: {on: true}}}`, "spec.flag is true and has no fields"},
		{"a scalar is no list", `{spec: {flag: [true]}}`, "spec.flag is true and not a list"},
		{"a string is no number", `{spec: {replicas: "3"}}`, "spec.replicas is 3, without quotes"},
		{"a list that must be empty, and is", `{spec: {volumes: []}}`, ""},
		{"a list that must be empty, and is absent", `{spec: {tolerations: []}}`, ""},
		{"a list that must be empty, and is full", `{spec: {args: []}}`, "spec.args is not empty: [a, b]"},
		{"a mapping that must be empty, and is", `{spec: {selector: {}}}`, ""},
		{"a mapping that must be empty, and is absent", `{spec: {affinity: {}}}`, ""},
		{"a mapping that must be empty, and is full", `{spec: {nodeSelector: {}}}`, "spec.nodeSelector is not empty: {disk: ssd}"},
		{"an empty item", `{spec: {ports: [{}]}}`, "spec.ports has no item like {} among its 2"},
		{"null, and it is absent", `{spec: {type: null}}`, ""},
		{"null, and it is there", `{spec: {replicas: null}}`, "spec.replicas is 3"},
		{"null, and it is an empty list", `{spec: {volumes: null}}`, "spec.volumes is []"},
		{"null, and what it is in is absent", `{metadata: {labels: {app: null}}}`, ""},
		{"in an absent mapping", `{metadata: {labels: {app: web}}}`, "metadata.labels is not set"},
		{"in an absent list", `{spec: {tolerations: [{key: a}]}}`, "spec.tolerations is not set"},
		{"only white space", `{spec: {key: "a\n b"}}`, `spec.key is "a↵·b↵" and not "a↵·b": only the white space differs`},
		{"only white space, in a list", `{spec: {args: ["a "]}}`,
			`spec.args has no item like 'a ': the nearest is "a" and not "a·": only the white space differs`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Difference(parse(t, test.want), parse(t, have)); got != test.difference {
				t.Errorf("got %q, want %q", got, test.difference)
			}
		})
	}
}

func parse(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
