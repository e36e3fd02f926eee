package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps/world"
)

// never waits for something that never happens, so that there is time to interrupt it.
const never = `Feature: Never
  Scenario: A pod that never comes
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then pod "absent" is Running within 5m
`

// sandbox is the folder of a user, with the real program and cluster.
type sandbox struct {
	t       testing.TB
	dir     string
	program string
	env     []string // environment of commands; nil: that of the test
	client  kubernetes.Interface
}

func newSandbox(t testing.TB, feature string) *sandbox {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the kind cluster; -short leaves it out")
	}
	s := newFolder(t, feature)
	c, err := cluster.Up(t.Context(), cluster.Options{StateDir: "../../.gherkind"})
	if err != nil {
		t.Fatal(err)
	}
	if s.client, err = kubernetes.NewForConfig(c.Config); err != nil {
		t.Fatal(err)
	}
	return s
}

// newProject is a sandbox in a folder of this name, by which gherkind names the project's set-up.
func newProject(t *testing.T, feature, name string) *sandbox {
	t.Helper()
	s := newSandbox(t, feature)
	own := filepath.Join(s.dir, name)
	if err := os.Mkdir(own, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(s.dir, "features"), filepath.Join(own, "features")); err != nil {
		t.Fatal(err)
	}
	s.dir = own
	return s
}

// newFolder is a sandbox without a cluster.
func newFolder(t testing.TB, feature string) *sandbox {
	t.Helper()
	s := &sandbox{t: t, dir: t.TempDir()}
	s.program = filepath.Join(s.dir, "gherkind")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, s.program); err != nil { // TestMain runs the program under this name
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(s.dir, "features"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "features", "own.feature"), []byte(feature), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *sandbox) command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	s.t.Helper()
	checkout, err := filepath.Abs("../..")
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.CommandContext(s.t.Context(), s.program, append(args, "--checkout", checkout)...)
	cmd.Dir, cmd.Env = s.dir, s.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// namespaceOf waits until the scenario's namespace is created, and returns it.
func (s *sandbox) namespaceOf(scenario string) *corev1.Namespace {
	s.t.Helper()
	return s.namespaceAfter(scenario, "")
}

// namespaceAfter is namespaceOf for a namespace with a name other than this one.
func (s *sandbox) namespaceAfter(scenario, other string) *corev1.Namespace {
	s.t.Helper()
	selector := world.LabelScenario + "=" + scenario
	ctx, cancel := context.WithTimeout(s.t.Context(), 2*time.Minute)
	defer cancel()
	watch, err := s.client.CoreV1().Namespaces().Watch(ctx, metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		s.t.Fatal(err)
	}
	defer watch.Stop()
	for event := range watch.ResultChan() {
		if ns, ok := event.Object.(*corev1.Namespace); ok && ns.DeletionTimestamp == nil && ns.Name != other {
			return ns
		}
	}
	s.t.Fatal("the scenario's namespace was never made")
	return nil
}

func exitOf(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

// TestInterruptCleansUp sends the signal of ^C during a scenario.
func TestInterruptCleansUp(t *testing.T) {
	s := newSandbox(t, never)
	cmd, out := s.command("run")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ns := s.namespaceOf("a-pod-that-never-comes")
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(cmd.Wait()); code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	if !strings.Contains(out.String(), "interrupted: cleaning up") {
		t.Errorf("the output does not mention the clean-up:\n%s", out)
	}
	left, err := s.client.CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{LabelSelector: world.LabelRun + "=" + ns.Labels[world.LabelRun]})
	if err != nil || len(left.Items) > 0 {
		t.Errorf("left behind: %d namespaces, %v", len(left.Items), err)
	}
}

// TestKeepOnFailure checks what is kept for inspection.
func TestKeepOnFailure(t *testing.T) {
	s := newSandbox(t, strings.ReplaceAll(never, "5m", "1s"))
	cmd, out := s.command("run", "--keep", "--report", "junit:junit.xml")
	if code := exitOf(cmd.Run()); code != exitFailed {
		t.Fatalf("exit code %d, want %d:\n%s", code, exitFailed, out)
	}
	kept, err := s.client.CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{
		LabelSelector: world.LabelKept + "," + world.LabelScenario + "=a-pod-that-never-comes",
	})
	if err != nil || len(kept.Items) == 0 {
		t.Fatalf("nothing was kept: %v\n%s", err, out)
	}
	name := kept.Items[len(kept.Items)-1].Name
	t.Cleanup(func() {
		if err := s.client.CoreV1().Namespaces().Delete(context.WithoutCancel(t.Context()), name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	for _, want := range []string{"POD_MISSING", " -n " + name + " get all,events", " delete namespace " + name} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
	for _, file := range []string{"junit.xml", ".gherkind/last/own-2/objects.yaml", ".gherkind/last/own-2/timeline.txt"} {
		data, err := os.ReadFile(filepath.Join(s.dir, file))
		if err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", file, len(data), err)
		}
	}
}

// TestUnknownKindIsTheWritersMistake needs a cluster, which knows the existing kinds.
func TestUnknownKindIsTheWritersMistake(t *testing.T) {
	s := newSandbox(t, strings.ReplaceAll(never, "kind: ConfigMap", "kind: ConfigMapp"))
	cmd, out := s.command("run")
	if code := exitOf(cmd.Run()); code != exitUsage {
		t.Fatalf("exit code %d, want %d:\n%s", code, exitUsage, out)
	}
	if !strings.Contains(out.String(), "features/own.feature:") || !strings.Contains(out.String(), "did you mean ConfigMap in v1") {
		t.Errorf("the message is not helpful:\n%s", out)
	}
}
