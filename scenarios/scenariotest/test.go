// Package scenariotest runs features inside go test, with one subtest per scenario:
//
//	func TestFeatures(t *testing.T) {
//		scenariotest.Test(t, scenarios.Options{})
//	}
package scenariotest

import (
	"testing"

	"github.com/gherkind/gherkind/internal/gotest"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Test runs each scenario as a subtest of t with the name of the scenario, so
// that go test -run can select it. A failed scenario fails its subtest with
// the whole explanation; invalid features or a faulty cluster fail t.
func Test(t *testing.T, options scenarios.Options) *report.Run {
	t.Helper()
	options, err := gotest.Options(options)
	if err != nil {
		t.Fatal(err)
	}
	options.Around = func(model *report.Scenario, scenario func()) {
		t.Run(model.Name, func(t *testing.T) {
			scenario()
			gotest.Verdict(t, model, options.FlakyFails)
		})
	}
	result, err := scenarios.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	if result.Err != "" {
		t.Error(result.Err)
	}
	return result
}
