package plan

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestScenariosForAVersion(t *testing.T) {
	for _, c := range []struct {
		tags, version string
		status        report.Status
		why           string
	}{
		{"@L1", "v1.37.2", "", ""},
		{"@L1", "no version", "", ""},
		{"@kubernetes:>=1.36", "v1.37.2", "", ""},
		{"@kubernetes:>=1.36", "v1.36.4+k3s1", "", ""},
		{"@kubernetes:>=1.36", "v1.9.0", report.Skipped, "for Kubernetes v1.36 or newer (@kubernetes:>=1.36), and the cluster has v1.9.0"},
		{"@kubernetes:<1.37", "v1.37.0-rc.1", report.Skipped, "for Kubernetes older than v1.37 (@kubernetes:<1.37), and the cluster has v1.37.0-rc.1"},
		{"@kubernetes:>=1.35 @kubernetes:<1.37", "v1.37.2", report.Skipped, "older than v1.37"},
		{"@kubernetes:>=1.35 @kubernetes:<1.37", "v1.36.2", "", ""},
		{"@kubernetes:>=1.36", "", report.Failed, "the cluster reports version \"\""},
	} {
		status, why := Unfit(strings.Fields(c.tags), c.version)
		if status != c.status || !strings.Contains(why, c.why) || (why == "") != (c.why == "") {
			t.Errorf("%s on %s: %q, %q", c.tags, c.version, status, why)
		}
	}
}

func TestMalformedVersionTags(t *testing.T) {
	tree := fstest.MapFS{"features/a.feature": {Data: []byte("@kubernetes:1.36.2\nFeature: A\n\n  @kubernetes:>1.30\n  Scenario: B\n    Then configmap \"a\" exists\n" +
		"\n  @kubernetes:=>1.36\n  Scenario: C\n    Then configmap \"a\" exists\n")}}
	_, err := Make(Options{FS: tree})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{`features/a.feature:1: @kubernetes:1.36.2: "1.36.2" is not a valid range of versions`, "features/a.feature:8: @kubernetes:=>1.36", "write one as >=1.36", "2 problems"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

// Kinds and fields of scenarios that do not run are not checked: this version may not have them.
func TestOnlyFittingScenariosAreChecked(t *testing.T) {
	p := planOf("@kubernetes:>=1.37", "@L1", "@kubernetes:<1.37")
	p.warnings = map[stepKey][]string{}
	some := p.Fitting("v1.36.4")
	var got []string
	for _, one := range some.Pickles {
		got = append(got, one.Name)
	}
	if !slices.Equal(got, []string{"@L1", "@kubernetes:<1.37"}) || len(p.Pickles) != 3 {
		t.Errorf("got %q of %d", got, len(p.Pickles))
	}
	some.warn(stepKey{"a", 1, "b"}, "careful")
	if len(p.warnings) != 1 {
		t.Error("the warning is lost")
	}
}

func TestTopologiesOfAVersion(t *testing.T) {
	groups := planOf("@topology:ha", "@L1").Groups(cluster.Options{Kubernetes: "v1.36"})
	if len(groups) != 2 || groups[0].Cluster.Own() != "gherkind-1-36" || groups[1].Cluster.Name != "gherkind-1-36-ha" || groups[1].Cluster.Kubernetes != "v1.36" {
		t.Errorf("got %+v", groups)
	}
}
