package scenarios_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestReplayOfAnOutage: what a run could not decide, because it did not observe it, a replay does not decide either.
func TestReplayOfAnOutage(t *testing.T) {
	blind := func(resource string, from, to float64) bundle.Blind {
		b := bundle.Blind{Resource: resource, From: hogAt(from)}
		if to > 0 {
			b.To = hogAt(to)
		}
		return b
	}
	missed := func(b bundle.Blind) bundle.Blind { b.Missed = true; return b }
	behind := func(b bundle.Blind, why string) bundle.Blind { b.Behind, b.Why = true, why; return b }
	const hold, never, lacks = `pod "hog" is Running for 1s`, `pod "hog" was never Pending for 1s`, `pod "hug" never had the event "X"`
	for name, c := range map[string]struct {
		step  string
		blind bundle.Blind
		want  report.Outcome
		says  string
	}{
		"a hold, versions were missed":         {hold, missed(blind("pods", 2.2, 2.5)), report.OutcomeInfrastructure, "the watch of pods was down"},
		"a hold, versions came late":           {hold, blind("pods", 2.2, 2.5), report.OutcomePassed, ""},
		"a hold, down at its end, as it was":   {hold, blind("pods", 2.9, 3.5), report.OutcomePassed, ""},
		"a hold, down at its end, otherwise":   {hold, blind("pods", 2.9, 4.5), report.OutcomeInfrastructure, "may be from before the end"},
		"a hold, down to the end":              {hold, blind("pods", 2.9, 0), report.OutcomeInfrastructure, "is not known"},
		"a hold, not confirmed":                {hold, behind(blind("pods", 3.01, 3.6), "it has not shown"), report.OutcomeInfrastructure, "it has not shown"},
		"a hold, turned while it is confirmed": {hold, behind(blind("pods", 3.01, 4.6), ""), report.OutcomeInfrastructure, "was behind"},
		"a hold, another kind":                 {hold, missed(blind("nodes", 2.2, 2.5)), report.OutcomePassed, ""},
		"a hold, before it":                    {hold, missed(blind("pods", 0.7, 0.9)), report.OutcomePassed, ""},
		"never, and it was seen":               {never, missed(blind("pods", 0.1, 0.2)), report.OutcomeFailed, ""},
		"what lacks":                           {lacks, missed(blind("pods", 0.1, 0.2)), report.OutcomeInfrastructure, "is not known"},
		"what really lacks":                    {lacks, missed(blind("nodes", 0.1, 0.2)), report.OutcomeFailed, ""},
		"a wait, most of it":                   {third, blind("pods", 4.5, 11), report.OutcomeInfrastructure, "is inconclusive"},
		"a wait, a part of it":                 {third, blind("pods", 6, 7), report.OutcomeFailed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := recordedHog(t)
			b.Blinds = []bundle.Blind{c.blind}
			text := strings.Replace(hog, third, c.step, 1)
			s := replayed(t, b, text)
			if s.Outcome() != c.want || !strings.Contains(s.Err, c.says) {
				t.Errorf("%v, %q: %+v", s.Outcome(), s.Err, s.Failure)
			}
		})
	}
}

// TestReplayOfAFault: a failure that was not the scenario's own is not one in its replay, but it is one in a replay of anything
// else.
func TestReplayOfAFault(t *testing.T) {
	b := recordedHog(t)
	b.Scenario.Fault = "the API server did not answer"
	if s := replayed(t, b, ""); s.Outcome() != report.OutcomeInfrastructure || s.Err != b.Scenario.Fault {
		t.Errorf("%v, %q", s.Outcome(), s.Err)
	}
	if s := replayed(t, b, strings.Replace(hog, "within 10s", "within 9s", 1)); s.Outcome() != report.OutcomeFailed || s.Err != "" {
		t.Errorf("edited: %v, %q", s.Outcome(), s.Err)
	}
}

// TestReplayKnowsHostNames: a step may use a node's host name, in a replay as in the run.
func TestReplayKnowsHostNames(t *testing.T) {
	b := recordedHog(t)
	b.Cluster.Nodes = []bundle.Node{{Name: "c-worker", Hostname: "rack-7"}}
	if s := replayed(t, b, strings.Replace(hog, third, `pod "hog" is on node "rack-7"`, 1)); s.Outcome() != report.OutcomePassed {
		t.Errorf("%v: %+v", s.Outcome(), s.Failure)
	}
	b = recordedHog(t)
	b.Steps[2] = bundle.Step{Text: `pod "hog" is on node "rack-7"`, Status: "failed", Failure: &explain.Failure{Saw: "x"}, Started: hogAt(2), Ended: hogAt(3)}
	if s := replayed(t, b, strings.Replace(hog, third, `pod "hog" is on node "rack-7"`, 1)); s.Outcome() == report.OutcomePassed {
		t.Error("an unknown host name is accepted")
	}
}

func hogAt(seconds float64) time.Time {
	return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}

// TestReplayOfAnInterrupt: what a run had no time to decide, a replay does not decide either, even if the recording contains
// it.
func TestReplayOfAnInterrupt(t *testing.T) {
	for name, text := range map[string]string{
		"a wait":     hog,
		"a hold":     strings.Replace(hog, third, `pod "hog" is Running for 1m`, 1),
		"a question": strings.Replace(hog, third, `running "true" in pod "hog" exits with 0`, 1),
	} {
		b := recordedHog(t)
		b.Files["features/hog.feature"] = []byte(text)
		b.Scenario.Status, b.Scenario.Fault = "interrupted", "interrupted 9.0s after this step began"
		step := strings.TrimSpace(text[strings.LastIndex(text, "And ")+len("And "):])
		b.Steps[2].Text, b.Steps[2].Status, b.Steps[2].Failure = step, "interrupted", nil
		s := replayed(t, b, "")
		if s.Outcome() != report.OutcomeInterrupted || s.Err != b.Scenario.Fault || s.Failure != nil {
			t.Errorf("%s: %v, %q: %+v", name, s.Status, s.Err, s.Failure)
		}
	}
	b := recordedHog(t)
	b.Steps[2].Status, b.Steps[2].Failure, b.Scenario.Fault = "interrupted", nil, "interrupted"
	if s := replayed(t, b, strings.Replace(hog, "within 10s", "within 9s", 1)); s.Outcome() != report.OutcomeFailed {
		t.Errorf("edited: %v, %q", s.Outcome(), s.Err)
	}
}
