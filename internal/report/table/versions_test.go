package table

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
)

func TestVersions(t *testing.T) {
	at := func(line int, name string, status report.Status, err string) *report.Scenario {
		return &report.Scenario{Feature: "Pods", Name: name, URI: "features/a.feature", Line: line, Status: status, Err: err}
	}
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	got := string(versionsOf([]report.VersionRun{
		{Kubernetes: "v1.36", Run: &report.Run{Started: day, Cluster: report.Cluster{Kubernetes: "v1.36.4", Nodes: []string{"a"}}, Scenarios: []*report.Scenario{
			at(1, "a | pipe", report.Passed, ""), at(2, "differs", report.Failed, ""), at(3, "on 1.36 only", report.Passed, ""),
		}}},
		{Kubernetes: "v1.37", Run: &report.Run{Started: day, Cluster: report.Cluster{Kubernetes: "v1.37.2"}, Scenarios: []*report.Scenario{
			at(1, "a | pipe", report.Passed, ""), at(2, "differs", report.Failed, "the host"),
		}}},
		{Kubernetes: "v1.35", Err: errors.New("no registry answers")},
	}, "docs"))
	for _, want := range []string{
		"- v1.36: Kubernetes v1.36.4 with 1 nodes, 2026-01-02: 1 failed, 2 passed\n", "- v1.35: no registry answers\n",
		"| behaviour | scenario | v1.36 | v1.37 | v1.35 |\n",
		"| Pods | [a \\| pipe](../features/a.feature#L1) | passed | passed |  |\n",
		"| failed (FAILED) | infrastructure (INFRASTRUCTURE) |  |\n",
		"| Pods | [on 1.36 only](../features/a.feature#L3) | passed |  |  |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
