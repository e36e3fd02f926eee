package kube

import (
	"slices"
	"strings"
	"testing"
)

// A path is checked against the form of its kind: fields are known, keys of maps are free, and values of any form are not
// checked.
func TestFieldsOfPaths(t *testing.T) {
	for _, c := range []struct{ group, kind, path, says string }{
		{"apps", "deployment", "{.spec.replica}", "spec.replica is not a field of Deployment in apps/v1: did you mean replicas?"},
		{"apps", "deployment", "{.stauts.readyReplicas}", "stauts is not a field of Deployment in apps/v1: did you mean status?"},
		{"apps", "deployment", "{.spec.template.spec.containers[0].imagePolicy}", "spec.template.spec.containers[*].imagePolicy is not a field of Deployment"},
		{"apps", "deployment", "{.spec.template.spec.containers[?(@.nam==\"web\")].image}", "spec.template.spec.containers[*].nam is not a field"},
		{"apps", "deployment", "{.spec.template.spec.containers[?(@.name==\"web\")].imge}", "did you mean image?"},
		{"apps", "deployment", "{range .spec.template.spec.containers[*]}{.name}={.imag}{\"\\n\"}{end}{.spec.paused}", "did you mean image?"},
		{"apps", "deployment", "{range .spec.template.spec.containers[*]}{.name}{end}{.spec.pausd}", "did you mean paused?"},
		{"apps", "deployment", "{.spec['replicas','pausd']}", "did you mean paused?"},
		{"apps", "deployment", "{.metadata.lables.app}", "did you mean labels?"},
		{"apps", "deployment", "{.spec.whatever}", "spec.whatever is not a field of Deployment in apps/v1: kubectl explain deployment.spec lists the fields"},
		{"", "pod", "{.spec.containers[*].resources.limit.cpu}", "did you mean limits?"},
		{"networking.k8s.io", "ingress", "{.spec.backend}", "spec.backend is not a field of Ingress in networking.k8s.io/v1"},

		{"apps", "deployment", "{.spec.replicas}{.status.readyReplicas}", ""},
		{"apps", "deployment", "{.metadata.labels.any-thing}{.metadata.annotations['a\\.b/c']}{.metadata.labels['x']}", ""},
		{"apps", "deployment", "{.spec.template.spec.containers[0:2].image}", ""},
		{"apps", "deployment", "{.spec.template.spec.containers[-1:].resources.limits.memory}", ""},
		{"apps", "deployment", "{..image}{.spec..nothing}", ""},
		{"apps", "deployment", "{.status.conditions[?(@.type==\"Available\")].status}", ""},
		{"apps", "deployment", "{.spec.strategy.rollingUpdate.maxSurge}", ""},
		{"apps", "deployment", "{$.spec.replicas}{@.kind}{.apiVersion}", ""},
		{"apps", "deployment", "{range .spec.template.spec.containers[*]}{.name}{end}", ""},
		{"", "configmap", "{.data.anything}{.data['a\\.b']}", ""},
		{"", "secret", "{.data.password}", ""},
		{"", "pod", "{.status.podIPs[*].ip}{.metadata.managedFields[0].fieldsV1.f:spec}", ""},
		{"apps", "controllerrevision", "{.data.spec.whatever}", ""},
		{"", "pod", "{.spec.containers[*]['name','image']}", ""},
		{"", "pod", "{.*}{.spec.*.whatever}", ""},
	} {
		path, err := ParseJSONPath(c.path)
		if err != nil {
			t.Fatal(err)
		}
		mustSay(t, c.path, FormOf(c.group, c.kind).InPath(path).Faults, c.says)
	}
}

func TestFieldsWithDots(t *testing.T) {
	for path, says := range map[string]string{
		"spec.clusterIp": "did you mean clusterIP?", "spec.clusterIP": "", "metadata.labels.app": "", "metadta.uid": "did you mean metadata?",
		"spec.ports.name": "", // a list: the step reports it
	} {
		mustSay(t, path, FormOf("", "Service").InDotted(path).Faults, says)
	}
	if form := FormOf("example.org", "service"); form != nil {
		t.Errorf("example.org has %v", form)
	}
}

// Absent fields satisfy null, [] and {}, and so does every misspelt field.
func TestFieldsOfParts(t *testing.T) {
	for text, says := range map[string]string{
		"spec: {tolerationss: null}":                      "x.feature:1: spec.tolerationss is not a field of Pod in v1: did you mean tolerations?",
		"spec:\n  tolerations: []\n  hostAlias: []":       "x.feature:3: spec.hostAlias is not a field of Pod in v1: did you mean hostAliases?",
		"metadata: {finalisers: []}":                      "did you mean finalizers?",
		"spec: {whatever: {}}":                            "spec.whatever is not a field of Pod in v1: kubectl explain pod.spec lists the fields",
		"spec: {containers: [{ports: [{prt: null}]}]}":    "spec.containers[0].ports[0].prt is not a field of Pod",
		"spec: {containers: [{whatever: null}]}":          "kubectl explain pod.spec.containers lists the fields",
		"spec: {priority: '3'}":                           "write it without quotes, 3",
		"spec: {tolerations: [], hostNetwork: true}":      "",
		"metadata: {finalizers: [], labels: {any: x}}":    "",
		"metadata: {annotations: {any: null}}":            "",
		"spec: {volumes: [{name: a, emptyDir: {}}]}":      "",
		"status: {phase: Running, conditions: [{}]}":      "",
		"spec: {containers: [{resources: {limits: {}}}]}": "",
	} {
		part, err := ParsePart("x.feature", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		mustSay(t, text, FormOf("", "pod").InPart(part).Faults, says)
	}
}

// A part is read like a manifest, and all of it is checked.
func TestParts(t *testing.T) {
	for text, says := range map[string]string{
		"":                        "x.feature:1: the YAML is empty",
		"# a\n---\n":              "the YAML is empty",
		"{}":                      "the YAML is empty",
		"- a":                     "x.feature:1: what an object must contain are fields",
		"spec: {a: 1}\n---\nb: 1": "x.feature:3: a second document would not be looked at",
		"spec: {a: 1}\n---\n# b":  "",
		"spec:\n  a: 1\n  a: 2":   `x.feature:3: the YAML cannot be read: mapping key "a" already defined at line 2`,
		"spec:\n\ta: 1":           "x.feature:2: the YAML cannot be read: there is a tab",
	} {
		_, err := ParsePart("x.feature", []byte(text))
		if got := fmtErr(err); says == "" && got != "" || !strings.Contains(got, says) {
			t.Errorf("%q: %q", text, got)
		}
	}
	part, err := ParsePart("x.feature", []byte("spec: {on: yes, 8080: 1, big: 9007199254740993}"))
	spec, _ := part.Object["spec"].(map[string]any)
	if err != nil || spec["true"] != true || spec["8080"] != int64(1) || spec["big"] != int64(9007199254740993) {
		t.Errorf("%v, %v", part, err)
	}
}

func fmtErr(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func mustSay(t *testing.T, of string, faults []Fault, says string) {
	t.Helper()
	if says == "" && len(faults) == 0 {
		return
	}
	if len(faults) != 1 || says == "" || !slices.ContainsFunc(faults, func(f Fault) bool { return strings.Contains(f.Error(), says) }) {
		t.Errorf("%s: got %v, want %q", of, faults, says)
	}
}
