package lint_test

import (
	"slices"
	"strings"
	"testing"
)

// onThree is a scenario that needs three nodes, and closing one that closes a node.
const (
	onThree = `  Scenario: Three
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """
    Then the pods of deployment "web" are on 3 different nodes
`
	closing = `  Scenario: Closed
    When node "worker2" is cordoned
    And the manifest "web.yaml" is applied
    Then pod "web" is Pending for 2s
`
)

// TestSharedNodes: a scenario that needs several nodes locks those that another one may close meanwhile.
func TestSharedNodes(t *testing.T) {
	for _, c := range []struct {
		name, three, closing, body string
		found                      bool
	}{
		{"another node is locked", "@node:worker3", "@node:worker2", closing, true},
		{"none is locked", "", "@node:worker2", closing, true},
		{"it is locked", "@node:worker @node:worker2 @node:worker3", "@node:worker2", closing, false},
		{"it runs alone", "@exclusive", "@node:worker2", closing, false},
		{"the other runs while no ordinary one does", "@node:worker3", "@exclusive @node:worker2", closing, false},
		{"both run while no ordinary one does", "@exclusive @node:worker3", "@exclusive @node:worker2", closing, true},
		{"the other is on another cluster", "", "@topology:ha @node:worker", strings.ReplaceAll(closing, "worker2", "worker"), false},
		{"the other one closes nothing", "", "@node:worker2", "  Scenario: Labelled\n    Given node \"worker2\" is labelled \"disk=ssd\"\n    When the manifest \"web.yaml\" is applied\n    Then pod \"web\" is ready\n", false},
	} {
		text := "Feature: A\n  " + c.three + "\n" + onThree + "  " + c.closing + "\n" + c.body
		got := shown(run(t, project(text), "features/a.feature"))
		var want []string
		if c.found {
			want = []string{"features/a.feature:16:5 shared-node"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
}
