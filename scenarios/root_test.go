package scenarios

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRooted(t *testing.T) {
	base := t.TempDir()
	for _, name := range []string{"project/features/a/x.feature", "loose/y.feature", "nested/sub/z.feature", "empty/notes.txt"} {
		file := filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("Feature: x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(base, name) }
	for _, c := range []struct {
		dir   string
		paths []string
		want  []string // the paths as seen from the tree
		has   string   // a file of the tree; those of features/states are only in what is built in
	}{
		{"project", nil, nil, "features/a/x.feature"},
		{"project", []string{"features/a/x.feature:3", "./features/a"}, []string{"features/a/x.feature:3", "features/a"}, "features/a/x.feature"},
		{"project", []string{in("project/features/a/x.feature:3:4")}, []string{"features/a/x.feature:3:4"}, "features/a/x.feature"},
		{"project", []string{"features/typo.feature"}, []string{"features/typo.feature"}, "features/a/x.feature"},
		{"loose", nil, []string{"."}, "y.feature"},
		{"loose", []string{"y.feature:1"}, []string{"y.feature:1"}, "y.feature"},
		{"nested", []string{"sub"}, []string{"sub"}, "sub/z.feature"},
		{"empty", nil, nil, "features/states/out-of-memory.feature"},
		{"empty", []string{"features/states"}, []string{"features/states"}, "features/states/out-of-memory.feature"},
	} {
		tree, got, err := rooted(in(c.dir), c.paths)
		if err != nil {
			t.Errorf("%s %q: %v", c.dir, c.paths, err)
			continue
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %q: seen from the tree, the paths are %q, want %q", c.dir, c.paths, got, c.want)
		}
		if _, err := fs.Stat(tree, c.has); err != nil {
			t.Errorf("%s %q: %v", c.dir, c.paths, err)
		}
	}
}

func TestRootedElsewhere(t *testing.T) {
	base := t.TempDir()
	if err := os.MkdirAll(filepath.Join(base, "project", "features", "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, advice := range map[string]string{
		"../project/features/a/x.feature:7":               "cd " + base + "/project && gherkind run features/a/x.feature",
		filepath.Join(base, "project", "features"):        "cd " + base + "/project && gherkind run features",
		filepath.Join(base, "elsewhere", "alone.feature"): "cd " + base + "/elsewhere && gherkind run alone.feature",
	} {
		_, _, err := rooted(filepath.Join(base, "here"), []string{path})
		if err == nil || !strings.HasSuffix(err.Error(), advice) {
			t.Errorf("%s: %v, want the advice %s", path, err, advice)
		}
	}
}
