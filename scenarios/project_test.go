package scenarios_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/scenarios"
)

// TestFromProject: a test gets the options of the project file above it.
func TestFromProject(t *testing.T) {
	base := t.TempDir()
	below := filepath.Join(base, "cmd", "shop")
	for _, dir := range []string{below, filepath.Join(base, "features")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	text := "tags: '@shop'\nmanifests: deploy\nstep-timeout: 5s\nreport: tap:out.tap\nprofiles:\n  ci: {retry: 1, flaky: fail, kubernetes: v1.36}\n  all: {kubernetes: [v1.36, v1.37]}\n"
	if err := os.WriteFile(filepath.Join(base, "gherkind.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
	o, err := scenarios.FromProject(".", "ci")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"../../features"}; !reflect.DeepEqual(o.Paths, want) {
		t.Errorf("the features are %q, want %q", o.Paths, want)
	}
	if want := []string{"../../deploy", "../../manifests"}; !reflect.DeepEqual(o.Manifests, want) {
		t.Errorf("the folders of manifests are %q, want %q", o.Manifests, want)
	}
	if o.Tags != "@shop" || o.Timeouts.Step != 5*time.Second || o.Timeouts.Undo == 0 || o.Retry != 1 || !o.FlakyFails ||
		o.Cluster.Kubernetes != "v1.36" || len(o.Listeners) != 1 || o.StateDir != "../../.gherkind" || o.Cluster.StateDir != o.StateDir {
		t.Errorf("%+v", o)
	}
	for profile, want := range map[string]string{
		"all": "gherkind.yaml:7:21, profile all: several versions of Kubernetes: name one", "cii": `did you mean "ci"?`,
	} {
		if _, err := scenarios.FromProject(".", profile); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("profile %s: %v", profile, err)
		}
	}
}
