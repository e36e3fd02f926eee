package report

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/explain"
)

// endedAs returns an attempt: "+" passed, "!" broken, "-" skipped, otherwise CODE@line.
func endedAs(what string) *Scenario {
	s := &Scenario{Status: Failed, Steps: []*Step{{Line: 3, Status: Passed}}}
	switch what {
	case "+":
		s.Status = Passed
	case "-":
		s.Status = Skipped
	case "!":
		s.Err = "create namespace: connection refused"
	default:
		code, at, _ := strings.Cut(what, "@")
		s.Steps = append(s.Steps, &Step{Line: int(at[0] - '0'), Status: Failed, Failure: &explain.Failure{Code: code}})
	}
	return s
}

func TestCause(t *testing.T) {
	for _, c := range []struct{ attempts, tags, want string }{
		{"+", "", ""},
		{"POD_MISSING@4", "", ""},
		{"POD_MISSING@4 +", "", "flaky: passed at attempt 2, after POD_MISSING in line 4"},
		{"! POD_MISSING@4 +", "", "flaky: passed at attempt 3, after POD_MISSING in line 4"},
		{"POD_MISSING@4 ! +", "", "flaky: passed at attempt 3, after INFRASTRUCTURE"},
		{"! +", "", "infrastructure: passed at attempt 2, after the host and the cluster had recovered"},
		{"NODE_NOT_READY@4 +", "", "infrastructure: passed at attempt 2, after the host and the cluster had recovered"},
		{"NODE_NOT_READY@4 +", "@exclusive", "flaky: passed at attempt 2, after NODE_NOT_READY in line 4"},
		{"NODE_NOT_READY@4 +", "@node:worker2", "flaky: passed at attempt 2, after NODE_NOT_READY in line 4"},
		{"POD_MISSING@4 POD_MISSING@4", "", "real: failed at each of 2 attempts, with POD_MISSING in line 4 each time"},
		{"POD_MISSING@4 POD_MISSING@5", "", "real: failed at each of 2 attempts, differently: POD_MISSING in line 4, then POD_MISSING in line 5"},
		{"POD_MISSING@4 POD_OOM_KILLED@4", "", "real: failed at each of 2 attempts, differently: POD_MISSING in line 4, then POD_OOM_KILLED in line 4"},
		{"! POD_MISSING@4", "", "real: failed at each of 2 attempts, differently: INFRASTRUCTURE, then POD_MISSING in line 4"},
		{"POD_MISSING@4 !", "", "infrastructure: host or cluster failed at attempt 2, so the cause is unknown; POD_MISSING in line 4, then INFRASTRUCTURE"},
		{"! POD_SANDBOX_FAILED@4", "", "infrastructure: host or cluster failed at attempt 2, so the cause is unknown; INFRASTRUCTURE, then POD_SANDBOX_FAILED in line 4"},
		{"POD_MISSING@4 -", "", ""},
	} {
		words := strings.Fields(c.attempts)
		last := endedAs(words[len(words)-1])
		for _, w := range words[:len(words)-1] {
			last.Earlier = append(last.Earlier, endedAs(w))
		}
		for _, a := range last.Attempts() {
			a.Tags = strings.Fields(c.tags)
		}
		if got := last.Comparison(); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.attempts, c.tags, got, c.want)
		}
		if got, want := string(last.Cause()), strings.Split(c.want, ":")[0]; got != want {
			t.Errorf("%s %s: cause %q, want %q", c.attempts, c.tags, got, want)
		}
	}
}

// TestFlakyPassesUnlessItMayNot: FlakyFails affects flaky scenarios only.
func TestFlakyPassesUnlessItMayNot(t *testing.T) {
	flaky, infra := endedAs("+"), endedAs("+")
	flaky.Earlier, infra.Earlier = []*Scenario{endedAs("X@4")}, []*Scenario{endedAs("!")}
	run := &Run{Scenarios: []*Scenario{flaky, infra}}
	if got, want := run.Counts().String(), "1 flaky, 1 passed"; got != want || !run.Passed() {
		t.Errorf("%s, passed: %v", got, run.Passed())
	}
	if run.FlakyFails = true; run.Passed() {
		t.Error("a flaky scenario passes although it may not")
	}
	if run.Scenarios = run.Scenarios[1:]; !run.Passed() {
		t.Error("a scenario fails because of an earlier fault of the cluster")
	}
}
