package scenarios_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestVersions is for make prove: the features that make run runs, and those about reasons, pass on each older version of
// Kubernetes that can be built here. The first image of a version takes about 20 minutes; its cluster is deleted afterwards.
func TestVersions(t *testing.T) {
	onCluster(t)
	proving.Only(t, "make prove runs the features on older versions of Kubernetes, too")
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	options := scenarios.Options{FS: tree, Tags: defaultTags(), Cluster: shared(t), StateDir: t.TempDir()}
	runs, err := scenarios.RunVersions(t.Context(), options, olderVersions(t), func(*scenarios.Options) (func() error, error) {
		return func() error { return nil }, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range runs {
		t.Run(v.Kubernetes, func(t *testing.T) { passedOn(t, v) })
	}
}

// olderVersions returns those with their own go.mod next to that of the default version.
func olderVersions(t *testing.T) (versions []string) {
	t.Helper()
	files, err := filepath.Glob("../kind-config/node-image/v*.mod")
	if err != nil || len(files) == 0 {
		t.Fatalf("no older version of Kubernetes can be built: %v", err)
	}
	for _, file := range files {
		versions = append(versions, strings.TrimSuffix(filepath.Base(file), ".mod"))
	}
	return versions
}

func passedOn(t *testing.T, v report.VersionRun) {
	if v.Err != nil {
		t.Fatal(v.Err)
	}
	if c := v.Run.Cluster; !strings.HasPrefix(c.Kubernetes, v.Kubernetes+".") || c.Name == cluster.DefaultName {
		t.Errorf("the run was on Kubernetes %s, cluster %s", c.Kubernetes, c.Name)
	}
	explained := 0
	for _, s := range v.Run.Scenarios {
		if s.Outcome() == report.OutcomeSkipped {
			continue
		}
		if strings.Contains(strings.Join(s.Tags, " "), "@explain") {
			explained++
		}
		if s.Outcome() != report.OutcomePassed {
			t.Errorf("%s %s: %s, %s", s.Place(), s.Name, s.Outcome().Look().Word, reasonOf(s))
		}
	}
	if explained == 0 {
		t.Error("no scenario about reasons was run")
	}
}

func reasonOf(s *report.Scenario) string {
	if f := s.Reason(); f != nil {
		return f.Error()
	}
	return s.Err
}
