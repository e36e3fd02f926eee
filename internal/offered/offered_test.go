package offered

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const shop = `@shop
Feature: Shop

  @smoke
  Scenario: It opens
    Then pod "web" is Running

  @slow
  Scenario: It closes
    Then pod "web" is gone
`

// folder has these files, each with its text.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFeatures(t *testing.T) {
	dir := folder(t, map[string]string{
		"features/shop.feature": shop, "features/broken.feature": "Scenario", "features/notes.md": "", "features/deep/other.feature": shop,
		"features/.hidden/x.feature": shop, "faq.txt": "",
	})
	for _, c := range []struct {
		typed string
		want  []string
		open  bool
	}{
		{"f", []string{"features/"}, true},
		{"features/", []string{"features/broken.feature", "features/deep/", "features/shop.feature"}, true},
		{"features/s", []string{"features/shop.feature"}, false},
		{"features/.h", []string{"features/.hidden/"}, true},
		{"features/shop.feature:", []string{"features/shop.feature:5\tIt opens", "features/shop.feature:9\tIt closes"}, false},
		{"features/shop.feature:9", []string{"features/shop.feature:9\tIt closes"}, false},
		{"features/broken.feature:", nil, false},
		{"nowhere/", nil, false},
	} {
		if got, open := Features(dir, filepath.FromSlash(c.typed)); !slices.Equal(got, c.want) || open != c.open {
			t.Errorf("%q: %q %t, want %q %t", c.typed, got, open, c.want, c.open)
		}
	}
	whole := filepath.Join(dir, "features", "s")
	if got, _ := Features("elsewhere", whole); !slices.Equal(got, []string{filepath.Join(dir, "features", "shop.feature")}) {
		t.Errorf("an absolute path: %q", got)
	}
}

func TestTags(t *testing.T) {
	dir := folder(t, map[string]string{"features/shop.feature": shop, "features/broken.feature": "@lost\nScenario"})
	for typed, want := range map[string][]string{
		"":                    {"@shop", "@slow", "@smoke"},
		"@s":                  {"@shop", "@slow", "@smoke"},
		"@sm":                 {"@smoke"},
		"@shop and not @sl":   {"@shop and not @slow"},
		"@shop and (@smoke":   {"@shop and (@smoke"},
		"@shop and not @none": nil,
	} {
		if got := Tags(dir, []string{"features"}, typed); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if got := Tags(dir, []string{"features/shop.feature:5", "nowhere"}, "@sm"); !slices.Equal(got, []string{"@smoke"}) {
		t.Errorf("of a scenario: %q", got)
	}
}

func TestBundles(t *testing.T) {
	dir := folder(t, map[string]string{".gherkind/runs/1/a-5.tgz": "", ".gherkind/runs/2/b-5.tgz": "", ".gherkind/last/b-5.tgz": "", ".gherkind/runs/2/b-5/objects.yaml": ""})
	t.Chdir(dir)
	want := []string{".gherkind/last/b-5.tgz", ".gherkind/runs/1/a-5.tgz", ".gherkind/runs/2/b-5.tgz"}
	if got := Bundles(".", ""); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Bundles(".", ".gherkind/runs/2"); !slices.Equal(got, want[2:]) {
		t.Errorf("got %q, want %q", got, want[2:])
	}
}

func TestExercises(t *testing.T) {
	dir := folder(t, map[string]string{"labs/a/exercise.yaml": "", "labs/b/other.yaml": "", "labs/README.md": ""})
	for typed, want := range map[string][]string{"": {"labs/"}, "labs/": {"labs/a", "labs/b/"}, "labs/a": {"labs/a"}} {
		if got, _ := Exercises(dir, typed, "exercise.yaml"); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
