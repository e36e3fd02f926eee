package plan

import (
	"testing"
	"testing/fstest"
)

// TestStaysHere: each kind of scenario that cannot run in a pod has its own reason.
func TestStaysHere(t *testing.T) {
	const ready = `Then pod "web" is ready`
	for name, c := range map[string]struct{ tags, step, want string }{
		"any other":            {"@slow", ready, ""},
		"a topology":           {"@topology:ha", ready, "it has a topology of its own"},
		"an add-on":            {"@addon:metallb", ready, "it needs an add-on"},
		"simulated nodes":      {"@simulated-nodes:5", ready, "it has simulated nodes, which no other scenario may see"},
		"the whole cluster":    {"@exclusive", ready, "nothing else may run on the cluster meanwhile"},
		"this machine":         {"", `Then running "true" on this machine exits with 0`, "it runs commands on this machine"},
		"the machines":         {"@node:worker", `When node "worker" is powered off`, "it works on the machines of the cluster"},
		"the nodes":            {"@node:worker", `When node "worker" is cordoned`, "it changes nodes, on which the pods are"},
		"from outside":         {"", `Then service "web" answers HTTP 200 with "x" on its node port of every node`, "it sends requests from outside the cluster"},
		"permissions":          {"", "Given this manifest is applied:\n    \"\"\"\n    {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader}}\n    \"\"\"", "it grants permissions, which runners do not have"},
		"a manifest, no Roles": {"", "Given this manifest is applied:\n    \"\"\"\n    {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n    \"\"\"", ""},
	} {
		feature := "Feature: A\n  " + c.tags + "\n  Scenario: B\n    " + c.step + "\n"
		p, err := Make(Options{FS: fstest.MapFS{"features/a.feature": {Data: []byte(feature)}}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := p.StaysHere(p.Pickles[0]); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
