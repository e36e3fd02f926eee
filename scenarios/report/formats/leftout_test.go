package formats

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/report"
)

// TestEveryFormatSaysWhyAScenarioIsLeftOut writes one run in all formats.
func TestEveryFormatSaysWhyAScenarioIsLeftOut(t *testing.T) {
	const why = "for Kubernetes v1.99 or newer"
	s := &report.Scenario{ID: "1", Feature: "Pods", Name: "new", URI: "a.feature", Line: 3, Tags: []string{"@M1"}, Status: report.Skipped, Err: why}
	r := &report.Run{ID: "x", Tool: "gherkind", Scenarios: []*report.Scenario{s}, Cluster: report.Cluster{Kubernetes: "v1.36.4"}}
	for _, f := range All() {
		dir := t.TempDir()
		file := dir + "/report"
		l, err := Parse(f.Name + ":" + file)
		if err != nil {
			t.Fatal(err)
		}
		l.RunStarted(r)
		l.ScenarioFinished(s)
		if err := l.RunFinished(r); err != nil {
			t.Fatal(err)
		}
		text := readAll(t, dir)
		if !strings.Contains(text, why) {
			t.Errorf("%s does not say why:\n%.2000s", f.Name, text)
		}
	}
}

func readAll(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		all.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
