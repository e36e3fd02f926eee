package kube

import (
	"slices"
	"strings"
	"testing"
)

func TestFaultsOfForm(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		says []string
	}{
		"values of a ConfigMap": {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  DEBUG: true\n  PORT: 8080\n  ok: b\n",
			[]string{`x.yaml:5: data.DEBUG is true, a boolean: put it in quotes, "true"`, `x.yaml:6: data.PORT is 8080, a number: put it in quotes, "8080"`}},
		"labels and annotations": {"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels: {v: 1.5}\n  annotations:\n    b: false\n",
			[]string{`x.yaml:7: metadata.annotations.b is false, a boolean: put it in quotes, "false"`, `x.yaml:5: metadata.labels.v is 1.5, a number: put it in quotes, "1.5"`}},
		"the environment": {"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: c\n    env:\n    - name: PORT\n      value: 8080\n", []string{`x.yaml:9: spec.containers[0].env[0].value is 8080, a number: put it in quotes, "8080"`}},
		"a misspelt field": {"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: c\n    comand: [a]\n    Image: b\n    imagepullPolicy: Always\n", []string{
			`x.yaml:8: spec.containers[0].Image is not a field of Pod in v1: did you mean image?`, `x.yaml:7: spec.containers[0].comand is not a field of Pod in v1: did you mean command?`, `x.yaml:9: spec.containers[0].imagepullPolicy is not a field of Pod in v1: did you mean imagePullPolicy?`}},
		"a field that may be new": {"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {aFieldOfNextYear: 1}}", nil},
		"numbers":                 {"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: '2', minReadySeconds: 1.5, paused: 'yes'}}", []string{`x.yaml:1: spec.minReadySeconds is 1.5, where a whole number belongs`, `spec.paused is "yes", a text, where true or false belongs`, `spec.replicas is "2", a text: write it without quotes, 2`}},
		"quantities":              {"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, resources: {limits: {memory: 10XB, cpu: 1}, requests: {memory: 1 Gi, cpu: 0.5}}}]}}", []string{`spec.containers[0].resources.limits.memory is "10XB", a text, which is not a valid quantity: write a number, and a unit such as m`, `requests.memory is "1 Gi"`}},
		"a map for a list":        {"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: {name: c}, nodeSelector: [a]}}", []string{`spec.containers is a map, where a list belongs`, `spec.nodeSelector is a list, where fields belong`}},
		"a Secret":                {"{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: plain text, b: cGxhaW4=}, stringData: {c: 1}}", []string{`data.a is not base64: encode it, or, in a Secret, write the plain text below stringData`, `stringData.c is 1, a number`}},
		"a port by its name":      {"{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80, targetPort: http}, {port: 81, targetPort: 8080}, {port: '82', targetPort: true}]}}", []string{`spec.ports[2].port is "82", a text: write it without quotes, 82`, `spec.ports[2].targetPort is true, a boolean`}},
		"through an alias":        {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: &l {x: z}}\ndata: *l\n", nil},
		"as YAML reads it":        {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: y, b: 1.10, c: 0755}}", []string{`data.a is y, which YAML takes for a boolean: put it in quotes, "y"`, `data.b is 1.10, which YAML takes for a number: put it in quotes, "1.10"`, `data.c is 0755, which YAML takes for a number: put it in quotes, "0755"`}},
		"what is left away":       {"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [], volumes: [{name: a, emptyDir: }], securityContext: }}", nil},
		"a custom resource":       {"{apiVersion: e.org/v1, kind: Pod, metadata: {name: a}, spec: 3}", nil},
		"a time":                  {"{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: a}, spec: {renewTime: yesterday}}", []string{`spec.renewTime is "yesterday", a text, which is not a valid microtime`}},
	} {
		m, err := ParseManifest("x.yaml", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, fault := range m.Faults() {
			got = append(got, fault.Error())
		}
		same := slices.EqualFunc(got, c.says, strings.Contains)
		if !same {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
