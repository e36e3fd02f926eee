package tree

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestWhatWasReadIsRecorded: the files that were read, however, and no others. What lies outside of the folder is refused.
func TestWhatWasReadIsRecorded(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "project")
	for name, text := range map[string]string{"project/features/a.feature": "A", "project/manifests/b.yaml": "B", "project/other.txt": "C", "outside.yaml": "D"} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	base, err := Machine(dir)
	if err != nil {
		t.Fatal(err)
	}
	seen, recorder := Record(base)
	if named, is := seen.(canonical); !is || named.Canonical("./features/a.feature") != "features/a.feature" {
		t.Error("a file has no longer one name")
	}
	if data, err := fs.ReadFile(seen, "features/a.feature"); err != nil || string(data) != "A" {
		t.Fatalf("%q, %v", data, err)
	}
	f, err := seen.Open("manifests/b.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil || info.Size() != 1 || info.IsDir() {
		t.Errorf("%v, %v", info, err)
	}
	if _, err := fs.ReadDir(seen, "."); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadFile(seen, "none"); err == nil {
		t.Error("a file that is not there was read")
	}
	files, err := recorder.Files()
	if names := slices.Sorted(maps.Keys(files)); err != nil || !slices.Equal(names, []string{"features/a.feature", "manifests/b.yaml"}) || string(files["manifests/b.yaml"]) != "B" {
		t.Errorf("%q, %v", names, err)
	}
	if _, err := fs.ReadFile(seen, "../outside.yaml"); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Files(); err == nil || !strings.Contains(err.Error(), "../outside.yaml") {
		t.Errorf("outside: %v", err)
	}
}
