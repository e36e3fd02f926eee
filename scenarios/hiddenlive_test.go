package scenarios_test

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/report/formats"
)

const leaks = `Feature: Leaks
  Background:
    Given the manifest "secret.yaml" is applied

  Scenario: A pod prints a value
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers: [{name: web, image: busybox, command: [sleep, "600"], env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: s, key: password}}}]}]
      """
    Then pod "web" is Running within 60s
    And running "echo $PASSWORD" in pod "web" prints "l3aked-by-a-pod2" within 2s

  Scenario: A pod crashes with a value in its last words
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        restartPolicy: Never
        containers: [{name: web, image: busybox, command: [sh, -c, 'echo "cannot log in with $PASSWORD"; exit 3'], env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: s, key: password}}}]}]
      """
    Then pod "web" is Completed within 20s
`

// TestValuesThatPodsPrintAreInNoReport on the real cluster: a check that fails on the output of a pod, and an explanation
// that quotes a log.
func TestValuesThatPodsPrintAreInNoReport(t *testing.T) {
	onCluster(t)
	const value = "l3aked-by-a-pod"
	encoded := base64.StdEncoding.EncodeToString([]byte(value))
	dir := folderWith(t, map[string]string{
		"features/leaks.feature": leaks, "manifests/secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {password: " + encoded + "}\n",
	})
	out, state := t.TempDir(), t.TempDir()
	var screen bytes.Buffer
	terminal := terminal.New(&screen, terminal.Options{Live: true, Width: 120})
	listeners := []report.Listener{terminal}
	for _, f := range formats.All() {
		l, err := formats.Parse(f.Name + ":" + filepath.Join(out, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		listeners = append(listeners, l)
	}
	result, err := scenarios.Run(t.Context(), scenarios.Options{FS: os.DirFS(dir), Cluster: shared(t), StateDir: state, Listeners: listeners})
	if err != nil || result.Err != "" || terminal.Close() != nil {
		t.Fatal(err, result)
	}
	for _, s := range result.Scenarios {
		if s.Outcome() != report.OutcomeFailed || s.Failure == nil {
			t.Fatalf("%s: %s %s", s.Name, s.Status, s.Err)
		}
		b, err := bundle.Read(s.Bundle + ".tgz")
		if err != nil {
			t.Fatal(err)
		}
		holdsNoValue(t, "failure.txt of "+s.Name, b.Texts["failure.txt"], value, encoded)
		if !strings.Contains(string(b.Texts["failure.txt"]), "a value of a Secret") {
			t.Errorf("%s: it did not fail because of the value:\n%s", s.Name, b.Texts["failure.txt"])
		}
		hasTheWords(t, s.Bundle+".tgz")
	}
	holdsNoValue(t, "terminal", screen.Bytes(), value, encoded)
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(out, name))
		holdsNoValue(t, name, data, value, encoded)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func holdsNoValue(t *testing.T, name string, data []byte, values ...string) {
	t.Helper()
	if len(data) == 0 {
		t.Errorf("%s is empty", name)
	}
	for _, value := range values {
		if bytes.Contains(data, []byte(value)) {
			t.Errorf("%s has %s:\n%s", name, value, data)
		}
	}
}

// hasTheWords checks that the replay of a recording recognises each step as the recorded one.
func hasTheWords(t *testing.T, file string) {
	t.Helper()
	result, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: file})
	if err != nil {
		t.Fatal(err)
	}
	s := result.Scenarios[0]
	if slices.ContainsFunc(s.Steps, func(step *report.Step) bool { return step.Status == report.Pending }) || s.Status != report.Failed {
		t.Errorf("%s: %s in the replay, %+v", s.Name, s.Status, s.Failure)
	}
}
