package scenarios

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// Test runs the scenarios as subtests of t, one each, named like the scenario,
// so that go test -run selects them. A failed scenario fails its subtest with
// the whole explanation; trouble with the features or the cluster fails t.
func Test(t *testing.T, options Options) *report.Run {
	t.Helper()
	if options.Cluster.Progress == nil {
		options.Cluster.Progress = report.NewProgress(os.Stderr, report.ProgressOptions{})
	}
	result, err := runEach(t.Context(), options, func(model *report.Scenario, scenario func()) {
		t.Run(model.Name, func(t *testing.T) {
			scenario()
			verdict(t, model)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if result.Err != "" {
		t.Error(result.Err)
	}
	return result
}

func verdict(t *testing.T, s *report.Scenario) {
	t.Helper()
	switch s.Status {
	case report.Passed:
	case report.Skipped:
		t.Skip(s.Err)
	default:
		t.Error(failureText(s))
	}
}

// failureText is what a failed scenario says where no listener formats it.
func failureText(s *report.Scenario) string {
	parts := []string{fmt.Sprintf("%s:%d", s.URI, s.Line)}
	if s.Failure != nil {
		parts = append(parts, s.Failure.Error())
	}
	if s.Err != "" {
		parts = append(parts, s.Err)
	}
	return strings.Join(append(parts, s.Cleanup...), "\n")
}
