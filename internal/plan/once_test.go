package plan

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

// countingFiles counts how often each file is read.
type countingFiles struct {
	fs.FS
	opened map[string]int
}

func (c countingFiles) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	if err == nil {
		c.opened[name]++
	}
	return f, err
}

// Stat avoids opening the file, which would count as reading.
func (c countingFiles) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

// countingMatcher counts how often each step is matched.
type countingMatcher struct {
	gherkin.Matcher
	matched map[string]int
}

func (c countingMatcher) MatchAs(role step.Role, text string, arg step.HasArgument) (*step.Match, error) {
	c.matched[string(role)+" "+text+" "+string(arg)]++
	return c.Matcher.MatchAs(role, text, arg)
}

// TestEachIsReadAndMatchedOnce: a run of the project's own features reads each feature and each manifest once, and matches each
// step once. It executes what was checked, even if files have changed since.
func TestEachIsReadAndMatchedOnce(t *testing.T) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	files, matcher := countingFiles{os.DirFS("../.."), map[string]int{}}, countingMatcher{catalogue, map[string]int{}}
	p, err := Make(Options{FS: files, Tags: "not @slow", Matcher: matcher})
	if err != nil {
		t.Fatal(err)
	}
	p.askAll(t)
	features, manifests := 0, 0
	for name, times := range files.opened {
		switch path.Ext(name) {
		case ".feature":
			features++
		case ".yaml":
			manifests++
		default:
			continue // a folder
		}
		if times != 1 {
			t.Errorf("%s was read %d times", name, times)
		}
	}
	for what, times := range matcher.matched {
		if times != 1 {
			t.Errorf("%q was matched %d times", what, times)
		}
	}
	if features < 10 || manifests < 10 || len(matcher.matched) < 100 {
		t.Errorf("%d features, %d manifests, %d steps", features, manifests, len(matcher.matched))
	}
}

// askAll makes all queries of a run, a replay and a recording.
func (p *Plan) askAll(t *testing.T) {
	t.Helper()
	p.Result()
	p.AsksOutside(p.Pickles)
	if _, err := p.Rights(); err != nil {
		t.Error(err)
	}
	for _, pickle := range p.Pickles {
		p.MaskOf(pickle)
		for _, s := range pickle.Steps {
			p.doubts(pickle, s)
		}
	}
}

// TestWhatWasCheckedIsApplied: if a manifest changes after the check, steps and bundles still use the checked version.
func TestWhatWasCheckedIsApplied(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: checked}\n"
	dir := t.TempDir()
	for name, content := range map[string]string{
		"features/x.feature": "Feature: x\n  Scenario: x\n    When the manifest \"x.yaml\" is applied\n    And applying the manifest \"x.yaml\" is rejected with \"$(namespace:)\"\n",
		"manifests/x.yaml":   text,
	} {
		write(t, path.Join(dir, name), content)
	}
	files := countingFiles{os.DirFS(dir), map[string]int{}}
	p, err := Make(Options{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	write(t, path.Join(dir, "manifests/x.yaml"), strings.ReplaceAll(text, "checked", "changed"))
	uses := ManifestsOf(p.Pickles[0])
	if len(uses) != 2 || uses[0].Manifest != uses[1].Manifest || string(uses[0].Manifest.Text) != text || uses[0].Manifest.Docs[0].Object.GetName() != "checked" {
		t.Errorf("manifests: %+v", uses)
	}
	if files.opened["manifests/x.yaml"] != 1 {
		t.Errorf("opened: %v", files.opened)
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(path.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
