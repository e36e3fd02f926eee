package subset

import (
	"testing"

	"gopkg.in/yaml.v3"
)

func TestDifference(t *testing.T) {
	have := `{spec: {replicas: 3, ports: [{name: http, port: 80}, {name: https, port: 443}], flag: true}, metadata: {name: web}}`
	tests := []struct{ name, want, difference string }{
		{"one field", `{spec: {replicas: 3}}`, ""},
		{"a number as float", `{spec: {replicas: 3.0}}`, ""},
		{"list items in any order", `{spec: {ports: [{port: 443}, {port: 80}]}}`, ""},
		{"a general item does not take the only partner of a special one", `{spec: {ports: [{}, {name: http}]}}`, ""},
		{"other value", `{spec: {replicas: 4}}`, "spec.replicas is 3"},
		{"missing field", `{spec: {type: NodePort}}`, "spec.type is not set"},
		{"missing item", `{spec: {ports: [{port: 81}]}}`, "spec.ports has no item like map[port:81] among its 2"},
		{"one item is not two", `{spec: {ports: [{port: 80}, {name: http}]}}`, "spec.ports has no item like map[name:http] among its 2"},
		{"a scalar is no object", `{spec: {flag: {on: true}}}`, "spec.flag is true and has no fields"},
		{"a scalar is no list", `{spec: {flag: [true]}}`, "spec.flag is true and not a list"},
		{"a string is no number", `{spec: {replicas: "3"}}`, "spec.replicas is 3"},
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
