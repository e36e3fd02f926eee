package kube

import (
	"slices"
	"testing"
)

// TestRequiredFieldsAndValues checks one document at a time: what the API server would refuse, and nothing else.
func TestRequiredFieldsAndValues(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}", nil},
		{"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: b}]}}", []string{"spec.containers[0] lacks name, which every Container must have"}},
		{"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}", []string{"spec lacks containers, which every PodSpec must have"}},
		{"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: null}}", []string{"spec lacks containers, which every PodSpec must have"}},
		{"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {contaners: []}}", []string{"spec.contaners is not a field of Pod in v1: did you mean containers?"}},
		{"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}", []string{"the object lacks spec, which every Deployment must have"}},
		{"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {restartPolicy: never, containers: [{name: a, imagePullPolicy: Sometimes, image: b}]}}", []string{
			`spec.restartPolicy is "never", and must be one of Always, Never, OnFailure: did you mean Never?`,
			`spec.containers[0].imagePullPolicy is "Sometimes", and must be one of Always, IfNotPresent, Never`,
		}},
		{"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {tolerations: [{effect: '', key: x}], containers: [{name: a, image: b, " +
			"livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: X}]}}}]}}", nil},
		{"{apiVersion: v1, kind: LimitRange, metadata: {name: a}, spec: {}}", nil},
		{"{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: a}, roleRef: {kind: Role, name: b}}", nil},
		{"{apiVersion: example.com/v1, kind: Pod, metadata: {name: a}, spec: {}}", nil},
	} {
		m, err := ParseManifest("a.yaml", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range m.EveryFault(m.Docs[0]) {
			got = append(got, f.Msg)
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\n got  %q\n want %q", c.text, got, c.want)
		}
		for _, f := range m.Faults() {
			if f.Lacks != "" {
				t.Errorf("%s: a run refuses what only the cluster knows: %s", c.text, f.Msg)
			}
		}
	}
}
