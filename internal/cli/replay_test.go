package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorded fails at its last step, after steps that watch, ask and act.
const recorded = `Feature: Recorded
  Scenario: A container that is out of luck
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: unlucky}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: app, image: busybox, command: [sh, -c, "echo out of luck; exit 3"]}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: steady}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: app, image: busybox, command: [sh, -c, "echo all is well; sleep 600"]}]
      """
    Then pod "steady" is Running
    And running "echo hello" in pod "steady" prints "hello"
    And container "app" of pod "unlucky" has restarted 1 time
    When "touch /tmp/seen" is run in pod "steady"
    Then pod "unlucky" does not exist within 2s
`

// TestRecordAndReplay replays the recording of a real run: unchanged, and with edits that change the result in both directions.
func TestRecordAndReplay(t *testing.T) {
	s := newSandbox(t, recorded)
	cmd, out := s.command("run")
	if code := exitOf(cmd.Run()); code != exitFailed {
		t.Fatalf("exit code %d, want %d:\n%s", code, exitFailed, out)
	}
	ran := sentences(out.String())
	file := filepath.Join(".gherkind", "last", "own-2.tgz")
	if info, err := os.Stat(filepath.Join(s.dir, file)); err != nil || info.Size() > 1<<20 {
		t.Errorf("the bundle: %v, %v", info, err)
	}
	if text, code := s.replay(t, file, ""); code != exitFailed || sentences(text) != ran || ran == "" {
		t.Errorf("exit code %d; the run said:\n%s\nthe replay:\n%s", code, ran, text)
	}
	last := `pod "unlucky" does not exist within 2s`
	for step, want := range map[string]struct {
		code int
		says string
	}{
		`container "app" of pod "unlucky" was terminated with reason "Error"`: {exitPassed, "1 passed"},
		`running "echo hello" in pod "steady" prints "bye"`:                   {exitFailed, "undecided: "},
		`pod "steady" is Running for 10m`:                                     {exitFailed, "undecided: the recording ends"},
		`the log of container "app" of pod "steady" contains "all is well"`:   {exitPassed, "1 passed"},
		`container "app" of pod "unlucky" has restarted 0 times within 1s`:    {exitFailed, "saw   1 restart"},
	} {
		text, code := s.replay(t, file, strings.Replace(recorded, last, step, 1))
		if code != want.code || !strings.Contains(text, want.says) {
			t.Errorf("%s: exit code %d, want %d with %q:\n%s", step, code, want.code, want.says, text)
		}
	}
	text, code := s.replay(t, file, strings.Replace(recorded, `prints "hello"`, `prints "bye"`, 1))
	if code != exitFailed || !strings.Contains(text, `; until then: it printed "hello"`) {
		t.Errorf("a recorded answer, judged anew: exit code %d:\n%s", code, text)
	}
}

// replay replays the bundle in a folder without a cluster, with an edited text if one is given.
func (s *sandbox) replay(t *testing.T, file, text string) (string, int) {
	t.Helper()
	cmd, out := s.command()
	cmd.Args = []string{s.program, "replay", file}
	cmd.Env = append(os.Environ(), "PATH=", "KUBECONFIG=/dev/null")
	if text != "" {
		if err := os.WriteFile(filepath.Join(s.dir, "edited.feature"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd.Args = append(cmd.Args, "--feature", "edited.feature")
	}
	code := exitOf(cmd.Run())
	return out.String(), code
}

// sentences returns the failed step, what was expected and observed, and why.
func sentences(out string) string {
	var lines []string
	for line := range strings.Lines(out) {
		for _, label := range []string{"  features/", "  want  ", "  saw   ", "  why   ", "  hint  "} {
			if strings.HasPrefix(line, label) {
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "")
}
