package bundle

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
)

// The manifests of a feature elsewhere are found next to it, and in its own project.
func TestManifestsElsewhere(t *testing.T) {
	base := physical(t)
	writeAll(t, base, "here/none.txt", "project/features/a/x.feature", "project/features/a/beside.yaml", "project/manifests/own.yaml", "here/manifests/ours.yaml", "up.yaml")
	text := "Feature: X\n  Scenario: Y\n"
	for _, name := range []string{"beside.yaml", "own.yaml", "ours.yaml", "../../../up.yaml"} {
		text += "    When the manifest \"" + name + "\" is applied\n"
	}
	if err := os.WriteFile(filepath.Join(base, "project", "features", "a", "x.feature"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	files, names, err := tree.Rooted(filepath.Join(base, "here"), []string{"../project/features"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.Make(plan.Options{FS: files, Paths: names})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := filesOf(p.Pickles[0])
	want := []string{"manifests/ours.yaml", "project/features/a/beside.yaml", "project/features/a/x.feature", "project/manifests/own.yaml", "up.yaml"}
	if got := slices.Sorted(maps.Keys(kept)); err != nil || !slices.Equal(got, want) {
		t.Errorf("the bundle has %q, %v; want %q", got, err, want)
	}
}

// physical returns the real path of a temporary folder.
func physical(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func writeAll(t *testing.T, base string, names ...string) {
	t.Helper()
	for _, name := range names {
		file := filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		text := "Feature: x\n  Scenario: y\n    Given z\n"
		if filepath.Ext(name) == ".yaml" {
			text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n"
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
