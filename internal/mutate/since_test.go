package mutate_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/mutate"
)

func TestWhatHasChangedSinceARef(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	git := func(args ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	git("init", "-q", "-b", "main")
	for _, name := range []string{"sub/same.yaml", "sub/committed.yaml", "sub/dirty.yaml", "sub/on-main.yaml"} {
		write(name, "a")
	}
	git("add", ".")
	git("commit", "-qm", "1")
	git("checkout", "-qb", "branch")
	write("sub/committed.yaml", "b")
	git("commit", "-qam", "2")
	git("checkout", "-q", "main")
	write("sub/on-main.yaml", "b")
	git("commit", "-qam", "3")
	git("checkout", "-q", "branch")
	write("sub/dirty.yaml", "b")
	write("sub/new file.feature", "b")
	sub := filepath.Join(dir, "sub")
	files, err := mutate.Changed(t.Context(), sub, "main")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	if want := []string{filepath.Join(sub, "committed.yaml"), filepath.Join(sub, "dirty.yaml"), filepath.Join(sub, "new file.feature")}; !slices.Equal(files, want) {
		t.Errorf("%q, want %q", files, want)
	}
	touched := mutate.Touched(sub, files)
	byFeature := []*mutate.Case{{Pickle: &gherkin.Pickle{URI: "new file.feature"}}}
	for _, c := range []struct {
		source mutate.Source
		want   bool
	}{
		{mutate.Source{Path: "dirty.yaml"}, true}, {mutate.Source{Path: "same.yaml"}, false}, {mutate.Source{Path: "on-main.yaml"}, false},
		{mutate.Source{Path: "same.yaml", Cases: byFeature}, true}, {mutate.Source{Path: filepath.Join(sub, "committed.yaml")}, true},
	} {
		if touched(&c.source) != c.want {
			t.Errorf("%s: %v", c.source.Path, !c.want)
		}
	}
	if _, err := mutate.Changed(t.Context(), sub, "none-such"); err == nil {
		t.Error("an unknown ref is not an error")
	}
	if _, err := mutate.Changed(t.Context(), sub, "--help"); err == nil {
		t.Error("an option is accepted as a ref")
	}
}
