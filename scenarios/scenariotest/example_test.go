package scenariotest_test

import (
	"testing"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
)

// A test of an application runs the features of a folder, each scenario as a subtest.
func ExampleTest() {
	testFeatures := func(t *testing.T) { // func TestFeatures(t *testing.T)
		scenariotest.Test(t, scenarios.Options{Paths: []string{"features/shop"}, Tags: "not @slow"})
	}
	_ = testFeatures
}
