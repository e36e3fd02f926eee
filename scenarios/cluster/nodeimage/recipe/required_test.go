package recipe

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSandboxImage(t *testing.T) {
	got, err := sandboxImage("[plugins]\n  # sandbox_image = \"no\"\n  sandbox_image = \"registry.k8s.io/pause:3.10\"\n")
	if err != nil || got != "registry.k8s.io/pause:3.10" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := sandboxImage("version = 2"); err == nil {
		t.Error("no error for a configuration without sandbox_image")
	}
}

// kindDir returns the source of the version of kind in go.mod.
func kindDir(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kind")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestImagesOfThisKindAreKnown(t *testing.T) {
	names, err := kindImages(filepath.Join(kindDir(t), "pkg/build/nodeimage"))
	if err != nil {
		t.Fatal(err)
	}
	parts := testParts()
	known := parts.system()
	var bases []string
	for _, name := range names {
		bases = append(bases, base(name))
		if _, ok := known[base(name)]; !ok {
			t.Errorf("kind requires %s, which is not in the recipe", name)
		}
	}
	if !slices.Contains(bases, "kindnetd") || !slices.Contains(bases, "local-path-provisioner") {
		t.Errorf("got %v", names)
	}
	if _, err := kindImages(t.TempDir()); err == nil {
		t.Error("no error for a folder without constants")
	}
}
