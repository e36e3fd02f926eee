// Package scenariotest runs features inside go test, with one subtest per scenario:
//
//	func TestFeatures(t *testing.T) {
//		scenariotest.Test(t, scenarios.Options{})
//	}
package scenariotest

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Test runs each scenario as a subtest of t with the name of the scenario, so
// that go test -run can select it. A failed scenario fails its subtest with
// the whole explanation; invalid features or a faulty cluster fail t.
func Test(t *testing.T, options scenarios.Options) *report.Run {
	t.Helper()
	if err := fromEnvironment(&options, os.Getenv); err != nil {
		t.Fatal(err)
	}
	if options.Cluster.Progress == nil {
		options.Cluster.Progress = terminal.NewProgress(os.Stderr, terminal.Options{})
	}
	options.Around = func(model *report.Scenario, scenario func()) {
		t.Run(model.Name, func(t *testing.T) {
			scenario()
			verdict(t, model, options.FlakyFails)
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

// fromEnvironment applies options that a CI job sets by environment variables.
func fromEnvironment(o *scenarios.Options, getenv func(string) string) error {
	if n := getenv("GHERKIND_RETRY"); n != "" && o.Retry == 0 {
		retry, err := strconv.Atoi(n)
		if err != nil || retry < 0 {
			return fmt.Errorf("GHERKIND_RETRY=%s: it must be a number, 0 or more", n)
		}
		o.Retry = retry
	}
	if n := getenv("GHERKIND_REPEAT"); n != "" && o.Repeat == 0 {
		repeat, err := strconv.Atoi(n)
		if err != nil || repeat < 1 {
			return fmt.Errorf("GHERKIND_REPEAT=%s: it must be a number, 1 or more", n)
		}
		o.Repeat = repeat
	}
	if o.Shard == "" {
		o.Shard, o.ShardTimes = getenv("GHERKIND_SHARD"), getenv("GHERKIND_SHARD_TIMES")
	}
	switch word := getenv("GHERKIND_FLAKY"); word {
	case "fail":
		o.FlakyFails = true
	case "", "warn":
	default:
		return fmt.Errorf("GHERKIND_FLAKY=%s: it must be fail or warn", word)
	}
	return nil
}

func verdict(t *testing.T, s *report.Scenario, flakyFails bool) {
	t.Helper()
	switch s.Status {
	case report.Passed:
		if s.Cause() == report.Flaky && flakyFails {
			t.Error(engine.Text(s))
		} else if len(s.Earlier)+len(s.Warnings) > 0 {
			t.Log(engine.Text(s))
		}
	case report.Skipped:
		t.Skip(s.Err)
	default:
		t.Error(engine.Text(s))
	}
}
