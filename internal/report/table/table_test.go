package table

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestTable(t *testing.T) {
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	scenario := func(name string, line int, status report.Status, tags ...string) *report.Scenario {
		return &report.Scenario{
			Feature: "Feature of " + name, Name: name, URI: "features/pods/x.feature", Line: line, Tags: tags, Status: status,
			Started: began, Ended: began.Add(1234 * time.Millisecond),
		}
	}
	explained := scenario("killed", 40, report.Passed, "@explain")
	explained.Steps = []*report.Step{{Text: "this manifest is applied:"}, {Text: "the reason is POD_OOM_KILLED saying \"a limit\""}}
	run := &report.Run{Cluster: report.Cluster{Kubernetes: "v1.37.2", Nodes: []string{"a", "b"}}, Scenarios: []*report.Scenario{
		scenario("ten", 30, report.Passed, "@V10"),
		scenario("two", 20, report.Failed, "@V2", "@node:worker3"),
		scenario("a | pipe ]( and a bracket", 5, report.Passed, "@M6", "@exclusive"),
		scenario("of two behaviours", 7, "", "@M6", "@B1"),
		scenario("of none", 9, report.Passed, "@slow"),
		explained,
	}}
	t.Chdir(t.TempDir())
	path := filepath.Join("features", "README.md")
	want := `| id | behaviour | scenario | took |
|---|---|---|---:|
| B1 | Feature of of two behaviours | [of two behaviours](pods/x.feature#L7) | not run |
| M6 | Feature of a \| pipe \]( and a bracket | [a \| pipe \]( and a bracket](pods/x.feature#L5) | 1.2s |
| M6 | Feature of of two behaviours | [of two behaviours](pods/x.feature#L7) | not run |
| V2 | Feature of two | [two](pods/x.feature#L20) | failed |
| V10 | Feature of ten | [ten](pods/x.feature#L30) | 1.2s |

## The reasons

The codes are those of [docs/codes.md](../docs/codes.md).

| code | scenario | took |
|---|---|---:|
| POD_OOM_KILLED | [killed](pods/x.feature#L40) | 1.2s |

## And more

| behaviour | scenario | took |
|---|---|---:|
| Feature of of none | [of none](pods/x.feature#L9) | 1.2s |
`
	if got := string(tableOf(run, "features")); got[len(got)-len(want):] != want {
		t.Errorf("got\n%s", got)
	}
	mutation := &mutate.Report{
		Kubernetes: "v1.37.2", Score: mutate.Score{Killed: 1, Survived: 1},
		Features: []mutate.Feature{{URI: "features/pods/x.feature", Name: "a | b", Score: mutate.Score{Killed: 1, Survived: 1, Equivalent: 3}}, {URI: "features/pods/y.feature", Name: "none"}},
		Mutants: []mutate.Entry{
			{Verdict: mutate.Survived, File: "manifests/pods/x.yaml", Line: 7, Operator: "probe-removed", Says: "liveness probe removed", Scenarios: []string{"x"}},
			{Verdict: mutate.Killed, File: "manifests/pods/x.yaml", Line: 8, By: &mutate.Notice{}},
		},
	}
	wantMutation := `
## What the scenarios notice

Written by ` + "`make mutation`" + `; edits are lost. Each manifest was broken, one change at a time, on Kubernetes v1.37.2; see [docs/mutation.md](../docs/mutation.md). In all, 50 % (1 of 2 noticed).

| behaviour | score | noticed | declared equivalent |
|---|---:|---:|---:|
| [a \| b](pods/x.feature) | 50 % | 1 of 2 | 3 |

No scenario notices:

- [pods/x.yaml:7](../manifests/pods/x.yaml#L7): liveness probe removed (` + "`probe-removed`" + `)
`
	for range 2 { // the second one replaces the first
		if err := PutMutation(path, mutation); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != wantMutation {
		t.Errorf("got %s, %v", data, err)
	}
	if err := New(path).RunFinished(run); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != string(tableOf(run, filepath.ToSlash(filepath.Dir(path))))+wantMutation {
		t.Errorf("got %s, %v", data, err)
	}
}
