package tree

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
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
		want  []string // the names in the tree
		has   string   // a file of the tree; only the built-in tree contains features/states
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
		tree, got, err := Rooted(in(c.dir), c.paths)
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

// A path may lead anywhere. Nearby files have relative names, others absolute ones.
func TestRootedElsewhere(t *testing.T) {
	base := physical(t)
	written(t, base, "project/features/a/x.feature", "alone.feature", "far/off/y.feature", "here/deep/er/z.feature")
	if err := os.Symlink(filepath.Join(base, "project"), filepath.Join(base, "here", "link")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dir, asked, want string }{
		{"here", "../project/features/a/x.feature:7", "../project/features/a/x.feature"},
		{"here", filepath.Join(base, "project", "features", "a", "x.feature") + ":1:2", "../project/features/a/x.feature"},
		{"here", "../alone.feature", "../alone.feature"},
		{"here/deep/er", "../../../far/off/y.feature", base + "/far/off/y.feature"},
		{"here/deep/er", "../../../here/deep/er/z.feature", "z.feature"},
		{"here", "link/features", "link/features/a/x.feature"},
		{"project", filepath.Join(base, "here", "link", "features"), "features/a/x.feature"},
	} {
		tree, names, err := Rooted(filepath.Join(base, c.dir), []string{c.asked})
		if err != nil {
			t.Fatal(err)
		}
		features, err := gherkin.Load(tree, slices.Concat(names, names))
		var problems gherkin.Problems
		if errors.As(err, &problems) && !strings.Contains(problems[0].Message, "there is no line") || len(features) != 1 {
			t.Errorf("%s %s: %v, %d features", c.dir, c.asked, err, len(features))
			continue
		}
		if features[0].URI != c.want {
			t.Errorf("%s %s: the feature is %s, want %s", c.dir, c.asked, features[0].URI, c.want)
		}
	}
}

// Folders behind symbolic links are included, and a link back to a parent causes no endless loop.
func TestLinkedFolders(t *testing.T) {
	base := physical(t)
	written(t, base, "shared/y.feature", "features/x.feature")
	for link, to := range map[string]string{"features/more": "../shared", "features/loop": ".", "features/z.feature": "../shared/y.feature", "features/note": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(base, link)); err != nil {
			t.Fatal(err)
		}
	}
	tree, names, err := Rooted(base, []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	features, err := gherkin.Load(tree, names)
	var got []string
	for _, f := range features {
		got = append(got, f.URI)
	}
	if want := []string{"features/more/y.feature", "features/x.feature", "features/z.feature"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
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

func written(t *testing.T, base string, names ...string) {
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
