package operator

import (
	"strings"
	"testing"
)

// TestNoTwoMutantsAreSaidTheSame: a mutant is declared equivalent, and remembered, by its description.
func TestNoTwoMutantsAreSaidTheSame(t *testing.T) {
	manifest := `kind: Pod
metadata: {name: web}
spec:
  tolerations:
    - {key: a, effect: NoSchedule}
    - {key: a, effect: NoExecute}
  topologySpreadConstraints:
    - {maxSkew: 1, topologyKey: kubernetes.io/hostname}
    - {maxSkew: 1, topologyKey: zone}
  containers:
    - name: web
      image: nginx
      env: [{name: A, value: "a\nb` + strings.Repeat(" long", 100) + `"}]
`
	mutants, err := Mutants([]byte(manifest), Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range mutants {
		says := m.Operator.Name + ": " + m.Change.Says
		if seen[says] || strings.Contains(says, "\n") || len(says) > 300 {
			t.Errorf("a duplicate description, or not one short line: %s", says)
		}
		seen[says] = true
	}
	for _, want := range []string{
		`toleration-removed: pod "web": toleration "a" removed (spec.tolerations[1])`,
		`spread-changed: maxSkew in pod "web" is 4 instead of 1 (spec.topologySpreadConstraints[1].maxSkew)`,
	} {
		if !seen[want] {
			t.Errorf("lacks %q", want)
		}
	}
}

// TestDoublesAreLeftOut: equal changes of two operators are one mutant, and a change without effect is none.
func TestDoublesAreLeftOut(t *testing.T) {
	again := probeRemoved
	again.Name = "again"
	same := Operator{Name: "same", Find: func(obj *Object) []Change {
		return []Change{{Edits: []Edit{obj.Get("spec", "b").Set("x")}, Says: "same"}, {Says: "nothing"}}
	}}
	mutants, err := Mutants([]byte("kind: Pod\nspec: {b: 'x', containers: [{name: a, livenessProbe: {exec: {}}}]}\n"), []Operator{probeRemoved, again, same})
	if err != nil || len(mutants) != 1 || mutants[0].Operator.Name != "probe-removed" {
		t.Errorf("%d mutants: %v", len(mutants), err)
	}
}

// TestImpossibleEdit: a custom operator with an impossible edit is named.
func TestImpossibleEdit(t *testing.T) {
	wrong := Operator{Name: "wrong", Find: func(*Object) []Change {
		return []Change{{Edits: []Edit{{Path: []any{"spec", 3}, Op: Set}}, Says: "something"}}
	}}
	_, err := Mutants([]byte("kind: Pod\nspec: {}\n"), []Operator{wrong})
	if err == nil || !strings.Contains(err.Error(), "operator wrong: something: edit spec[3]: there is nothing") {
		t.Errorf("got %v", err)
	}
}

// TestAnAliasIsChangedInOnePlace: aliases are expanded first.
func TestAnAliasIsChangedInOnePlace(t *testing.T) {
	manifest := `kind: Pod
spec:
  containers:
    - &web
      name: web
      livenessProbe: &probe {exec: {command: [a]}}
      readinessProbe: *probe
    - {<<: *web, name: other} # the same
`
	mutants, err := Mutants([]byte(manifest), []Operator{probeRemoved})
	if err != nil || len(mutants) != 4 {
		t.Fatalf("%d mutants: %v", len(mutants), err)
	}
	for _, m := range mutants {
		text, err := m.Text()
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), "command: [a]"); n != 3 {
			t.Errorf("%s: %d of 4 probes are left:\n%s", m.Change.Says, n, text)
		}
	}
}

// TestPlaceholdersStay: placeholders for rows of Examples stay as they are, whatever is changed around them.
func TestPlaceholdersStay(t *testing.T) {
	manifest := `kind: Deployment
metadata: {name: <name>}
spec:
  <rest>
  replicas: <n>
  template:
    spec:
      containers: [{name: web, image: '<image>', livenessProbe: {httpGet: {port: <port>}}}]
`
	mutants, err := Mutants([]byte(manifest), Catalogue())
	if err != nil || len(mutants) == 0 {
		t.Fatalf("%d mutants: %v", len(mutants), err)
	}
	for _, m := range mutants {
		text, err := m.Text()
		if err != nil {
			t.Fatal(err)
		}
		for _, kept := range []string{"{name: <name>}", "\n  <rest>\n"} {
			if !strings.Contains(string(text), kept) {
				t.Errorf("%s: lacks %q:\n%s", m.Change.Says, kept, text)
			}
		}
		if m.Operator.Name == "replicas-changed" || m.Operator.Name == "probe-port" || m.Change.Assert != "" {
			t.Errorf("%s: %s: the value of the placeholder is unknown", m.Operator.Name, m.Change.Says)
		}
	}
}

// TestALivenessProbeThatFails: the suggested step waits until the probe has failed often enough, because until then the pod is
// ready.
func TestALivenessProbeThatFails(t *testing.T) {
	for probe, want := range map[string]string{
		"livenessProbe: {tcpSocket: {port: 80}}": `has restarted 0 times for 40s`,
		"livenessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 2, periodSeconds: 1, failureThreshold: 5}": `has restarted 0 times for 8s`,
		"readinessProbe: {tcpSocket: {port: 80}}": `pod "web" is ready`,
	} {
		manifest := "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: nginx\n      " + probe + "\n"
		found, err := Mutants([]byte(manifest), Catalogue())
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, m := range found {
			if m.Operator.Name == "probe-port" {
				said = m.Change.Assert
			}
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %q", probe, said)
		}
	}
}
