package scenarios_test

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// TestReplayWithValues: the bundle contains the values of the run, and what a step notes is read from the recording.
func TestReplayWithValues(t *testing.T) {
	t.Parallel()
	const feature = `Feature: Values
  Scenario: One is misspelt
    Given the value "own" is "control-plane"
    When the "{.spec.taints[0].effect}" of node "$(value:own)" is noted as "effect"
    Then node "$(value:own)" has the taint "$(value:key):$(value:effect)"
`
	b := worldOf(t, nil, feature)
	b.Scenario.Values = map[string]string{"key": "k"}
	if s := replayedBundle(t, b); s.Status != report.Passed {
		t.Errorf("%s: %s", s.Status, sawOf(s))
	}
	b.Scenario.Values = map[string]string{"key": "other"}
	if s := replayedBundle(t, b); s.Status != report.Failed || !strings.Contains(sawOf(s), "k:NoSchedule") {
		t.Errorf("with another value: %s: %s", s.Status, sawOf(s))
	}
}
