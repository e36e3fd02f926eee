package scenarios_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
)

// TestFeatures runs every feature of this repository on the real cluster. To run one scenario: go test ./scenarios -run
// 'TestFeatures/The_page_answers'.
func TestFeatures(t *testing.T) {
	onCluster(t)
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	statuses := startStatusCheck(t, clustertest.Up(t).Config)
	result := scenariotest.Test(t, scenarios.Options{FS: tree, Tags: tagsToRun(), Cluster: shared(t), StateDir: "../" + scenarios.StateDir})
	statuses.finish(t, (tagsToRun() == defaultTags() || tagsToRun() == proveTags()) && result.Counts().Of(report.OutcomePassed, report.OutcomeFlaky) == len(result.Scenarios))
}

// tagsToRun excludes the scenarios with the long waits of the training notes, except in make prove, unless GHERKIND_TAGS
// selects others.
func tagsToRun() string {
	if expr, set := os.LookupEnv("GHERKIND_TAGS"); set {
		return expr
	}
	if proving.On() {
		return proveTags()
	}
	return defaultTags()
}

// defaultTags excludes what make run excludes.
func defaultTags() string { return "not @slow and " + proveTags() }

// proveTags excludes what TestTopologies runs: the scenarios of all topologies but the default one.
func proveTags() string {
	var exprs []string
	for _, name := range topology.Names() {
		if name != topology.Default {
			exprs = append(exprs, "not "+tags.Topology+name)
		}
	}
	return strings.Join(exprs, " and ")
}

// onCluster skips a test that needs the real cluster if only quick tests were requested.
func onCluster(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the kind cluster; -short leaves it out")
	}
}

// shared returns the options of the cluster that all tests of this package use: the project's own, with its state in the root
// of the checkout.
func shared(t *testing.T) cluster.Options {
	t.Helper()
	return cluster.Options{StateDir: "../" + scenarios.StateDir}
}
