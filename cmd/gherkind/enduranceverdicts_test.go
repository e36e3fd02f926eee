//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

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

// wrongOf compares verdicts with the known ones. During a fault, a scenario may have none.
func wrongOf(verdicts map[string]verdict, faulty bool) (wrong []string, inconclusive int) {
	for _, name := range slices.Sorted(maps.Keys(knownVerdicts)) {
		v, want := verdicts[name], knownVerdicts[name]
		switch {
		case v.Outcome == report.OutcomePassed && want == "", v.Outcome == report.OutcomeFailed && v.Code == want:
		case v.Outcome != report.OutcomePassed && v.Outcome != report.OutcomeFailed && faulty:
			inconclusive++
		default:
			wrong = append(wrong, fmt.Sprintf("%s: %s %s, and known is %q: %s", name, v.Outcome, v.Code, want, v.Reason))
		}
	}
	return wrong, inconclusive
}
