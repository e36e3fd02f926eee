// Package gotest runs features inside go test: what scenariotest and e2e share.
package gotest

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

// Options returns options with those that a CI job sets by environment variables, and with the progress of the cluster on the
// terminal.
func Options(o scenarios.Options) (scenarios.Options, error) {
	if o.Cluster.Progress == nil {
		o.Cluster.Progress = terminal.NewProgress(os.Stderr, terminal.Options{})
	}
	return o, fromEnvironment(&o, os.Getenv)
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

// Verdict fails, skips or passes a test like a scenario; a failed one is explained in its log.
func Verdict(t *testing.T, s *report.Scenario, flakyFails bool) {
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
