package cli

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestReportsOfVersions(t *testing.T) {
	for spec, want := range map[string]string{
		"junit:out/a.b.xml": "junit:out/a.b-v1.36.xml", "json:r": "json:r-v1.36", "github:-": "github:-", "tap:/dev/null": "tap:/dev/null",
	} {
		if got := ofVersion(spec, "v1.36"); got != want {
			t.Errorf("%s: %s, want %s", spec, got, want)
		}
	}
	t.Chdir(t.TempDir())
	for _, versions := range [][]string{nil, {"v1.36"}, {"v1.36", "v1.37"}} {
		all, err := reportsOf(nil, []string{"tap:a.tap", "github:-"}, versions)
		if err != nil || len(all) != max(1, len(versions)) {
			t.Errorf("%q: %v, %v", versions, all, err)
		}
		for version, writers := range all {
			if len(writers) != 2 {
				t.Errorf("%q of %q: %d reports", version, versions, len(writers))
			}
		}
	}
}

func TestTheWorstVersionDecides(t *testing.T) {
	run := func(status report.Status, fault string) report.VersionRun {
		return report.VersionRun{Run: &report.Run{Scenarios: []*report.Scenario{{Status: status, Err: fault}}}}
	}
	good, failed, left := run(report.Passed, ""), run(report.Failed, ""), run(report.Skipped, "for another version")
	infra := run(report.Failed, "the host")
	none := report.VersionRun{Err: &cluster.EnvironmentError{Doing: "x", Err: errors.New("no registry")}}
	for _, c := range []struct {
		runs []report.VersionRun
		want int
	}{
		{[]report.VersionRun{good, good}, 0},
		{[]report.VersionRun{good, left}, 0},
		{[]report.VersionRun{good, failed}, 1},
		{[]report.VersionRun{none, failed}, 1},
		{[]report.VersionRun{failed, infra}, 1},
		{[]report.VersionRun{infra, good}, 3},
		{[]report.VersionRun{good, none}, 3},
	} {
		if got := exitCode(worst(c.runs)); got != c.want {
			t.Errorf("%+v: exit %d, want %d", c.runs, got, c.want)
		}
	}
}

func TestSeveralVersionsAreCheckedFirst(t *testing.T) {
	for args, want := range map[string]string{
		"--kubernetes v1.36,v1.20":                "no node image of Kubernetes v1.20",
		"--kubernetes v1.36,1.36":                 "would share the cluster gherkind-1-36",
		"--kubernetes v1.36,v1.37 --name mine":    "would share the cluster mine",
		"--kubernetes v1.36,v1.37 --node-image a": "cannot be combined",
	} {
		c := newRoot()
		c.SetArgs(append([]string{"run"}, strings.Fields(args)...))
		err := c.ExecuteContext(t.Context())
		if exitCode(err) != exitUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
}
