package table

import (
	"os"
	"path/filepath"
	"testing"
	"time"

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
	path := filepath.Join(t.TempDir(), "features", "README.md")
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
	if err := New(path).RunFinished(run); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || len(data) == 0 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}
