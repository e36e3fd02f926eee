package ownsteps_test

import (
	"testing"

	"github.com/gherkind/gherkind/examples/ownsteps"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
	"github.com/gherkind/gherkind/steps/step"
)

// stateDir is where the tests of this repository keep the kubeconfig of their cluster; a project needs none of this.
const stateDir = "../../.gherkind"

// TestFeatures runs the features of the shop, each scenario as a subtest.
func TestFeatures(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the kind cluster; -short leaves it out")
	}
	scenariotest.Test(t, scenarios.Options{
		Steps:   []step.Group{ownsteps.Steps()},
		Cluster: cluster.Options{StateDir: stateDir}, StateDir: stateDir,
	})
}
