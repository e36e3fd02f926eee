//go:build unix

package cli

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const commandsFeature = `Feature: Commands on this machine
  Scenario: Each is run as often as its step says
    When the command "echo $NAMESPACE >> runs; cp $KUBECONFIG saved" is run on this machine
    And the command "wc -l < runs | tr -d ' '" is run on this machine and prints exactly "1"
    And the command "echo fine; exit 3" is run on this machine and exits with 3
    And the command "echo out; echo err >&2" is run on this machine and prints "err"
    And this command is run on this machine:
      """
      echo first > lines
      echo second >> lines
      """
    Then running "cat runs" on this machine prints "gherkind-"
    And running "test -e nothing" on this machine exits with 1

  Scenario: The first of several lines fails
    When this command is run on this machine:
      """
      false
      echo second >> lines
      """

  Scenario: One fails
    When the command "echo once >> failed; echo oops >&2; exit 4" is run on this machine

  Scenario: One is not there
    When the command "no-such-program" is run on this machine

  Scenario: One prints something else
    Then running "echo tea" on this machine prints "coffee" within 2s

  Scenario: One goes on
    When the command "exec 3>pipe; echo begun; sleep 600 & wait" is run on this machine
`

// fails runs one scenario, which must fail with these texts.
func (s *sandbox) fails(at string, wants ...string) {
	s.t.Helper()
	cmd, out := s.command("run", "--allow-commands", "--action-timeout", "3s", at)
	code := exitOf(cmd.Run())
	for _, want := range wants {
		if code != exitFailed || !strings.Contains(out.String(), want) {
			s.t.Errorf("%s: exit code %d, want the output to contain %q\n%s", at, code, want, out)
		}
	}
}

// TestCommandsOnThisMachine: commands are run once or repeatedly as their steps say, have access to the cluster, and fail with
// their output. A replay does not run them.
func TestCommandsOnThisMachine(t *testing.T) {
	s := newSandbox(t, commandsFeature)
	cmd, out := s.command("run", "--allow-commands", "features/own.feature:2")
	if code := exitOf(cmd.Run()); code != 0 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	config, err := clientcmd.BuildConfigFromFlags("", filepath.Join(s.dir, "saved"))
	if err != nil {
		t.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	if nodes, err := client.CoreV1().Nodes().List(t.Context(), metav1.ListOptions{}); err != nil || len(nodes.Items) == 0 {
		t.Errorf("with the kubeconfig of a command, there are %v, %v", nodes, err)
	}
	saved, err := clientcmd.LoadFromFile(filepath.Join(s.dir, "saved"))
	if err != nil {
		t.Fatal(err)
	}
	if runs := s.read("runs"); saved.Contexts[saved.CurrentContext].Namespace != strings.TrimSpace(runs) {
		t.Errorf("the namespace of the kubeconfig is %q, that of the scenario %q", saved.Contexts[saved.CurrentContext].Namespace, runs)
	}
	s.fails("features/own.feature:15", "it exited with 1")
	if got := s.read("lines"); got != "first\nsecond\n" {
		t.Errorf("the lines of a command have printed %q", got)
	}
	s.fails("features/own.feature:22", `it exited with 4: "oops"`)
	s.fails("features/own.feature:25", "it exited with 127 (the command was not found)", "install it on this machine")
	s.fails("features/own.feature:28", `it printed "tea"`)
	again, said := s.command("run", "--allow-commands", "--retry", "0", "features/own.feature:28")
	if code := exitOf(again.Run()); code != exitFailed {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	replayed, told := s.command("replay", regexp.MustCompile(`gherkind replay (\S+)`).FindStringSubmatch(said.String())[1])
	replayed.Args = replayed.Args[:len(replayed.Args)-2] // replay has no checkout
	if code := exitOf(replayed.Run()); code != exitFailed || !strings.Contains(told.String(), `it printed "tea"`) {
		t.Errorf("a replay ends with %d\n%s", code, told)
	}
	if got := s.read("failed"); got != "once\n" {
		t.Errorf("the command was run %q", got)
	}
}

func (s *sandbox) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// TestACommandThatGoesOn is killed together with its child processes, at its timeout and when the run is interrupted.
func TestACommandThatGoesOn(t *testing.T) {
	s := newSandbox(t, commandsFeature)
	pipe := filepath.Join(s.dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- untilNobody(pipe) }()
	s.fails("features/own.feature:31", "it did not end within 3s, and was ended with all that it had started", "begun")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	cmd, out := s.command("run", "--allow-commands", "features/own.feature:31")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	reader, err := os.Open(pipe) // blocks until the command has opened it
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(cmd.Wait()); code != exitInterrupted {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if _, err := io.ReadAll(reader); err != nil { // until no process has it open
		t.Error(err)
	}
	if err := reader.Close(); err != nil {
		t.Error(err)
	}
}

// untilNobody returns when all processes that had the pipe open have ended.
func untilNobody(pipe string) error {
	reader, err := os.Open(pipe)
	if err != nil {
		return err
	}
	defer reader.Close()
	_, err = io.ReadAll(reader)
	return err
}
