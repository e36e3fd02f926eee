package terminal

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
)

func TestVersionTable(t *testing.T) {
	at := func(line int, name string, status report.Status, err string) *report.Scenario {
		return &report.Scenario{
			Feature: "Pods", Name: name, URI: "a.feature", Line: line, Status: status, Err: err,
			Started: time.Unix(0, 0), Ended: time.Unix(3, 0),
		}
	}
	runs := []report.VersionRun{
		{Kubernetes: "v1.36", Run: &report.Run{Cluster: report.Cluster{Kubernetes: "v1.36.4"}, Scenarios: []*report.Scenario{
			at(1, "old\x1b[2J", report.Skipped, "for v1.37"), at(2, "both", report.Passed, ""), at(3, "differs", report.Failed, ""), at(4, "infra", report.Failed, "the host"),
		}}},
		{Kubernetes: "v1.37", Run: &report.Run{Cluster: report.Cluster{Kubernetes: "v1.37.2"}, Scenarios: []*report.Scenario{
			at(1, "old", report.Passed, ""), at(2, "both", report.Passed, ""), at(3, "differs", report.Passed, ""), at(4, "infra", report.Skipped, ""),
		}}},
		{Kubernetes: "v1.35", Err: errors.New("no registry answers")},
	}
	got := VersionTable(runs, Options{})
	for _, want := range []string{
		"behaviour", "v1.36", "skip skipped          ok 3s", "Pods: both", "ok 3s                 ok 3s", "FAIL failed           ok 3s", "INFRA infrastructure  skip not run",
		"v1.36: 1 failed, 1 infrastructure, 1 passed, 1 skipped on Kubernetes v1.36.4\n", "v1.37: 3 passed, 1 not run on Kubernetes v1.37.2\n", "v1.35: no registry answers\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, " \n") {
		t.Errorf("lines end in spaces:\n%q", got)
	}
	if strings.Contains(got, "\x1b") {
		t.Errorf("a name contains a control sequence:\n%q", got)
	}
	quiet := VersionTable(runs[:2], Options{Quiet: true})
	if strings.Contains(quiet, "Pods: both") || !strings.Contains(quiet, "Pods: differs") {
		t.Errorf("quiet:\n%s", quiet)
	}
}

func TestVersionTableOfAnInterruptedScenario(t *testing.T) {
	s := &report.Scenario{Status: report.Failed}
	s.Interrupt()
	if word := (Options{}).versionWord(s); word != "interrupted" {
		t.Errorf("the word in the table is %q", word)
	}
}
