package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/proving"
)

const labelsANode = `@node:worker3
Feature: A node is labelled
  Scenario: And then nothing happens
    Given node "worker3" is labelled "gherkind-crash=yes"
    And this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then pod "absent" is Running within 5m
`

const passes = `Feature: The next run
  Scenario: A node is there
    Then node "worker3" is ready
`

// TestCrashIsRepaired kills the program after it has changed a node, so that it cannot clean up. The next run must.
func TestCrashIsRepaired(t *testing.T) {
	s := newSandbox(t, labelsANode)
	cmd, out := s.command("run")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ns := s.namespaceOf("and-then-nothing-happens")
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(cmd.Wait()); code == exitPassed {
		t.Fatalf("it was not killed:\n%s", out)
	}
	if node := s.node("worker3"); node.Labels["gherkind-crash"] != "yes" {
		t.Fatalf("the node was not labelled: %v", node.Labels)
	}

	if err := os.WriteFile(filepath.Join(s.dir, "features", "own.feature"), []byte(passes), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd, out = s.command("run")
	if code := exitOf(cmd.Run()); code != exitPassed {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if _, has := s.node("worker3").Labels["gherkind-crash"]; has {
		t.Errorf("the label is left:\n%s", out)
	}
	run := ns.Labels["gherkind/run"]
	// Without make prove, other tests run in parallel, and one of their runs may have repaired it first.
	if alone := proving.On(); alone {
		for _, want := range []string{"repaired what run " + run + " left: unlabel node gherkind-worker3", "removed namespace " + ns.Name} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("the output lacks %q:\n%s", want, out)
			}
		}
	}
	s.awaitNoNamespace(ns.Name)
	maps, err := s.client.CoreV1().ConfigMaps("gherkind-system").List(t.Context(), metav1.ListOptions{LabelSelector: "gherkind/run=" + run})
	if err != nil || len(maps.Items) > 0 {
		t.Errorf("journals are left: %d, %v", len(maps.Items), err)
	}
}

func (s *sandbox) node(short string) *corev1.Node {
	s.t.Helper()
	node, err := s.client.CoreV1().Nodes().Get(s.t.Context(), "gherkind-"+short, metav1.GetOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	return node
}

// awaitNoNamespace waits until a deleted namespace is gone.
func (s *sandbox) awaitNoNamespace(name string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	namespaces := s.client.CoreV1().Namespaces()
	watch, err := namespaces.Watch(ctx, metav1.ListOptions{FieldSelector: "metadata.name=" + name})
	if err != nil {
		s.t.Fatal(err)
	}
	defer watch.Stop()
	if _, err := namespaces.Get(ctx, name, metav1.GetOptions{}); apierrors.IsNotFound(err) {
		return
	}
	for event := range watch.ResultChan() {
		if event.Type == "DELETED" {
			return
		}
	}
	s.t.Errorf("namespace %s is left", name)
}
