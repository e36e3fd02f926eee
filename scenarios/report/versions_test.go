package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestVersionTable(t *testing.T) {
	at := func(line int, name string, status Status, err string) *Scenario {
		return &Scenario{
			Feature: "Pods", Name: name, URI: "a.feature", Line: line, Status: status, Err: err,
			Started: time.Unix(0, 0), Ended: time.Unix(3, 0),
		}
	}
	runs := []VersionRun{
		{Kubernetes: "v1.36", Run: &Run{Cluster: Cluster{Kubernetes: "v1.36.4"}, Scenarios: []*Scenario{
			at(1, "old\x1b[2J", Skipped, "for v1.37"), at(2, "both", Passed, ""), at(3, "differs", Failed, ""), at(4, "spoilt", Failed, "the host"),
		}}},
		{Kubernetes: "v1.37", Run: &Run{Cluster: Cluster{Kubernetes: "v1.37.2"}, Scenarios: []*Scenario{
			at(1, "old", Passed, ""), at(2, "both", Passed, ""), at(3, "differs", Passed, ""), at(4, "spoilt", Skipped, ""),
		}}},
		{Kubernetes: "v1.35", Err: errors.New("no registry answers")},
	}
	got := VersionTable(runs, TerminalOptions{})
	for _, want := range []string{
		"behaviour", "v1.36", "skip left out  ok 3s", "Pods: both", "ok 3s         ok 3s", "FAIL failed   ok 3s", "ERROR broken  skip not run",
		"v1.36: 1 failed, 1 broken, 1 passed, 1 not run on Kubernetes v1.36.4\n", "v1.37: 3 passed, 1 not run on Kubernetes v1.37.2\n", "v1.35: no registry answers\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, " \n") {
		t.Errorf("lines end in blanks:\n%q", got)
	}
	if strings.Contains(got, "\x1b") {
		t.Errorf("a name commands the terminal:\n%q", got)
	}
	quiet := VersionTable(runs[:2], TerminalOptions{Quiet: true})
	if strings.Contains(quiet, "Pods: both") || !strings.Contains(quiet, "Pods: differs") {
		t.Errorf("quiet:\n%s", quiet)
	}
}

// TestEveryFormatSaysWhyAScenarioIsLeftOut writes one run in all formats.
func TestEveryFormatSaysWhyAScenarioIsLeftOut(t *testing.T) {
	const why = "for Kubernetes v1.99 or newer"
	s := &Scenario{ID: "1", Feature: "Pods", Name: "new", URI: "a.feature", Line: 3, Tags: []string{"@M1"}, Status: Skipped, Err: why}
	r := &Run{ID: "x", Tool: "gherkind", Scenarios: []*Scenario{s}, Cluster: Cluster{Kubernetes: "v1.36.4"}}
	for _, f := range Formats() {
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
