//go:build linux

package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// verdict is the verdict of a scenario.
type verdict struct {
	Outcome report.Outcome
	Code    string // of one that failed
	Reason  string
}

// verdictsOf reads a report. One that does not exist has no verdicts.
func (e *endurance) verdictsOf(path string) map[string]verdict {
	e.t.Helper()
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		e.t.Fatal(err)
	}
	var read struct {
		Scenarios []struct{ Name, Verdict, Code, Reason string }
	}
	if err := json.Unmarshal(data, &read); err != nil {
		e.t.Fatal(err)
	}
	outcomes := map[string]report.Outcome{"passed": report.OutcomePassed, "failed": report.OutcomeFailed, "broken": report.OutcomeInfrastructure}
	verdicts := map[string]verdict{}
	for _, s := range read.Scenarios {
		verdicts[s.Name] = verdict{outcomes[s.Verdict], s.Code, s.Reason}
	}
	return verdicts
}

// during says what happened to a run.
type during int

const (
	quiet  during = iota // nothing
	fails                // something failed
	killed               // the run was killed
)

// wrongOf compares verdicts with the known ones. If something failed, a scenario may be infrastructure. It has no verdict only if
// the run was killed, or if no scenario has one: then the cluster could not be used at all.
func wrongOf(verdicts map[string]verdict, d during) (wrong []string, inconclusive int) {
	for _, name := range slices.Sorted(maps.Keys(knownVerdicts)) {
		v, there := verdicts[name]
		want := knownVerdicts[name]
		switch {
		case v.Outcome == report.OutcomePassed && want == "", v.Outcome == report.OutcomeFailed && v.Code == want:
		case d != quiet && v.Outcome == report.OutcomeInfrastructure, d == killed && !there, d == fails && len(verdicts) == 0:
			inconclusive++
		default:
			wrong = append(wrong, fmt.Sprintf("%s: %s %s, and known is %q: %s", name, v.Outcome, v.Code, want, v.Reason))
		}
	}
	return wrong, inconclusive
}

// exitCodeOf returns the exit code of a run with such verdicts.
func exitCodeOf(verdicts map[string]verdict) int {
	outcomes := map[report.Outcome]bool{}
	for _, v := range verdicts {
		outcomes[v.Outcome] = true
	}
	switch {
	case outcomes[report.OutcomeFailed]:
		return exitFailed
	case len(verdicts) == 0, outcomes[report.OutcomeInfrastructure]:
		return exitEnvironment
	}
	return exitPassed
}

// TestWrongVerdicts: a fault excuses infrastructure, and only a killed run a verdict that is missing.
func TestWrongVerdicts(t *testing.T) {
	right := map[string]verdict{}
	var one string
	for name, code := range knownVerdicts {
		right[name] = verdict{Outcome: report.OutcomePassed}
		if code != "" {
			right[name] = verdict{Outcome: report.OutcomeFailed, Code: code}
		} else {
			one = name
		}
	}
	with := func(v *verdict) map[string]verdict {
		changed := maps.Clone(right)
		delete(changed, one)
		if v != nil {
			changed[one] = *v
		}
		return changed
	}
	infrastructure, failed := &verdict{Outcome: report.OutcomeInfrastructure}, &verdict{Outcome: report.OutcomeFailed, Code: "X"}
	for name, c := range map[string]struct {
		verdicts                   map[string]verdict
		quiet, fails, killed, code int // how many are wrong, and the exit code
	}{
		"all are right":          {right, 0, 0, 0, exitFailed},
		"one is infrastructure":  {with(infrastructure), 1, 0, 0, exitFailed},
		"one has failed":         {with(failed), 1, 1, 1, exitFailed},
		"one is missing":         {with(nil), 1, 1, 0, exitFailed},
		"there is no report":     {nil, len(right), 0, 0, exitEnvironment},
		"only one, and it broke": {map[string]verdict{one: *infrastructure}, len(right), len(right) - 1, 0, exitEnvironment},
		"only one, and it works": {map[string]verdict{one: right[one]}, len(right) - 1, len(right) - 1, 0, exitPassed},
	} {
		for d, want := range map[during]int{quiet: c.quiet, fails: c.fails, killed: c.killed} {
			if wrong, _ := wrongOf(c.verdicts, d); len(wrong) != want {
				t.Errorf("%s, %d: %q are wrong, want %d", name, d, wrong, want)
			}
		}
		if got := exitCodeOf(c.verdicts); got != c.code {
			t.Errorf("%s: exit code %d, want %d", name, got, c.code)
		}
	}
}
