package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const threeTries = `Feature: Three
  Scenario: It passes
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: here}}
      """
    Then configmap "here" exists

  Scenario: It fails
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: there}}
      """
    Then configmap "here" exists within 1s

  Scenario: It comes last
    Then configmap "here" does not exist
`

// says executes a run, checks its exit code and that its output contains all texts, and returns the output.
func (s *sandbox) says(t *testing.T, exit int, wants []string, args ...string) string {
	t.Helper()
	cmd, out := s.command(append([]string{"run"}, args...)...)
	code := exitOf(cmd.Run())
	text := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", args, want)
		}
	}
	if code != exit || t.Failed() {
		t.Fatalf("%q: exit code %d, want %d:\n%s", args, code, exit, out)
	}
	return text
}

// TestFailFastThenFailed stops after the first failure, and then repeatedly runs what failed, until it is fixed.
func TestFailFastThenFailed(t *testing.T) {
	s := newSandbox(t, threeTries)
	stopped := "stop features/own.feature:9 failed, and after the first failure no scenario is started (--fail-fast)"
	s.says(t, exitFailed, []string{"1 passed, 1 failed, 1 not run", "It comes last features/own.feature:16 not run", stopped}, "--fail-fast", "--parallel", "1")
	counts := []string{"0 of 2 features/own.feature:9 It fails", "2 scenarios: 2 failed"}
	if text := s.says(t, exitFailed, counts, "--failed", "--repeat", "2"); strings.Count(text, "features/own.feature:9 # OBJECT_MISSING") != 1 {
		t.Errorf("it names the scenario to run again more or less than once:\n%s", text)
	}
	mended := strings.ReplaceAll(threeTries, "name: there", "name: here")
	if err := os.WriteFile(filepath.Join(s.dir, "features", "own.feature"), []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	s.says(t, exitPassed, []string{"2 of 2 features/own.feature:9 It fails", "2 scenarios: 2 passed"}, "--failed", "--repeat", "2")
	s.says(t, exitUsage, []string{"--failed: nothing failed, and 1 of 3 scenarios have not been run here yet"}, "--failed")
}
