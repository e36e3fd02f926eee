//go:build unix

package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/proving"
)

const holds = `Feature: A run that pauses
  Scenario: It holds
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists for 8s
    And configmap "here" exists
`

// silence is longer than the lifetime of a run's Lease.
const silence = 17 * time.Second

// TestAStoppedRunIsLeftAlone stops a run (^Z) for longer than the lifetime of its Lease: another run on this machine sees that
// its process exists, and the run continues normally.
func TestAStoppedRunIsLeftAlone(t *testing.T) {
	besideStopped(t, exitPassed, func(*sandbox) []string { return nil })
}

// TestAStoppedRunIsTakenForDead does the same with a run on another machine, which sees only that the Lease is not renewed, and
// removes the objects of the stopped run. This says nothing about the software under test.
func TestAStoppedRunIsTakenForDead(t *testing.T) {
	out := besideStopped(t, exitEnvironment, func(s *sandbox) []string {
		s.env = append(os.Environ(), "XDG_CACHE_HOME="+t.TempDir())
		return []string{"--kubeconfig", filepath.Join(s.dir, ".gherkind", "gherkind.kubeconfig")}
	})
	for _, want := range []string{"did not renew its Lease for", "another run considered it dead", "has been removed"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
}

// besideStopped starts another run while the first one is stopped, and returns the output of the first.
func besideStopped(t *testing.T, want int, elsewhere func(*sandbox) []string) string {
	t.Helper()
	proving.Only(t, "make prove stops a run for longer than its Lease lives")
	s := newSandbox(t, holds)
	stopped, out := s.command("run")
	if err := stopped.Start(); err != nil {
		t.Fatal(err)
	}
	ns := s.namespaceOf("it-holds")
	if err := stopped.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	<-time.After(silence)
	if err := os.WriteFile(filepath.Join(s.dir, "features", "own.feature"), []byte(passes), 0o600); err != nil {
		t.Fatal(err)
	}
	other, said := s.command(append([]string{"run"}, elsewhere(s)...)...)
	if code := exitOf(other.Run()); code != exitPassed {
		t.Errorf("the other run: exit code %d:\n%s", code, said)
	}
	left, err := s.client.CoreV1().Namespaces().Get(t.Context(), ns.Name, metav1.GetOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		t.Error(err)
	}
	if there := err == nil && left.DeletionTimestamp == nil; there != (want == exitPassed) {
		t.Errorf("the namespace of the run that is stopped is there: %v", there)
	}
	if err := stopped.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(stopped.Wait()); code != want {
		t.Errorf("exit code %d, want %d:\n%s", code, want, out)
	}
	s.awaitNoNamespace(ns.Name)
	leases, err := s.client.CoordinationV1().Leases("").List(context.WithoutCancel(t.Context()), metav1.ListOptions{LabelSelector: "gherkind/run=" + ns.Labels["gherkind/run"]})
	if err != nil || len(leases.Items) > 0 {
		t.Errorf("Leases are left: %d, %v", len(leases.Items), err)
	}
	return out.String()
}
