//go:build unix

package cli

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// inPods has scenarios with every outcome, and two that cannot be run in pods.
const inPods = `Feature: In pods
  Scenario: It passes
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists

  Scenario: It fails
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then pod "absent" is Running within 1s

  @kubernetes:<1.20
  Scenario: It is for another version
    Then configmap "here" exists

  Scenario: It needs this machine
    Then running "true" on this machine exits with 0

  Scenario Outline: It makes what no namespace has
    Given this manifest is applied:
      """
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: gherkind-in-pods-<n>}
      value: <n>
      """
    Then priorityclass "gherkind-in-pods-<n>" exists

    Examples:
      | n |
      | 1 |
      | 2 |
`

// runnersLeft is part of the names of everything that a run on the cluster creates outside of its scenarios.
const runnersLeft = "-runners"

// TestOnCluster: a run in pods has the results of a local run, with the recordings of failures, and leaves nothing, even if it
// is interrupted.
func TestOnCluster(t *testing.T) {
	v := &victim{sandbox: newSandbox(t, inPods)}
	v.on(v.connected())
	before := v.look()
	v.says(t, exitFailed, []string{"4 passed", "1 failed"}, "--allow-commands", "--report", "json:whole.json")
	v.says(t, exitFailed, []string{"4 passed", "1 failed", "4 scenarios run in 2 pods", "not in pods", "runs commands on this machine"},
		"--allow-commands", "--on-cluster", "--runners", "2", "--report", "json:merged.json", "--report", "junit:merged.xml")
	whole, merged := v.reported(t, "whole.json"), v.reported(t, "merged.json")
	if len(whole) != 6 || !slices.Equal(whole, merged) {
		t.Errorf("here %q\nin pods %q", whole, merged)
	}
	found, err := filepath.Glob(filepath.Join(v.dir, ".gherkind", "last", "own-11*"))
	if err != nil || len(found) != 2 {
		t.Errorf("the recording of the failure: %q, %v", found, err)
	}
	v.nothingLeft(t, before, 0)
}

// TestOnClusterInterrupted: an interrupt removes everything, and what a killed command leaves, the next run removes.
func TestOnClusterInterrupted(t *testing.T) {
	proving.Only(t, "make prove interrupts and kills runs on the cluster")
	v := &victim{sandbox: newSandbox(t, never)}
	v.on(v.connected())
	before := v.look()
	if err := os.WriteFile(filepath.Join(v.dir, "next.feature"), []byte(nextRun), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, os.Kill} {
		cmd, out := v.command("run", "--on-cluster", "--runners", "2")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		v.namespaceOf("a-pod-that-never-comes")
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		code := exitOf(cmd.Wait())
		if signal == os.Interrupt && code != exitInterrupted {
			t.Errorf("exit code %d:\n%s", code, out)
		}
		if signal == os.Interrupt {
			v.nothingLeft(t, before, 0)
			continue
		}
		v.says(t, exitPassed, []string{"1 passed", "removed the runners in namespace"}, "next.feature")
		v.nothingLeft(t, before, asBefore) // what the run has deleted may be terminating
	}
}

const nextRun = `Feature: The next run
  Scenario: It passes
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists
`

// nothingLeft waits until the cluster is as before, limited to what the test creates.
func (v *victim) nothingLeft(t *testing.T, before whole, after time.Duration) {
	t.Helper()
	again := time.NewTicker(glance)
	defer again.Stop()
	for end := time.Now().Add(after); ; <-again.C {
		var left []string
		for _, word := range []string{runnersLeft, "gherkind-in-pods", "a-pod-that-never-comes"} {
			left = append(left, v.look().about(word).since(before.about(word))...)
		}
		left = slices.DeleteFunc(left, func(what string) bool { return strings.Contains(what, ", pods: ") }) // folders that the kubelet removes later
		if len(left) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Errorf("left:\n%s", strings.Join(left, "\n"))
			return
		}
	}
}

// manyInPods returns scenarios that take some seconds each, so that the run can be interrupted in the middle.
func manyInPods(count int) string {
	var b strings.Builder
	b.WriteString("Feature: Many\n")
	for i := range count {
		fmt.Fprintf(&b, "  Scenario: Number %02d\n    Given this manifest is applied:\n", i)
		fmt.Fprintf(&b, "      \"\"\"\n      apiVersion: scheduling.k8s.io/v1\n      kind: PriorityClass\n      metadata: {name: gherkind-in-pods-%d}\n      value: 1\n", i)
		b.WriteString("      ---\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: here}\n      \"\"\"\n")
		if i%5 == 4 {
			b.WriteString("    Then configmap \"here\" exists for 5s\n    And pod \"absent\" is Running within 2s\n")
		} else {
			b.WriteString("    Then configmap \"here\" exists for 8s\n")
		}
	}
	return b.String()
}

// TestOnClusterLosesPodsAndNodes deletes a runner without a grace period and powers off a node in the middle of a run: the
// results are those of a local run, each scenario has one, and nothing is left when the node is back.
func TestOnClusterLosesPodsAndNodes(t *testing.T) {
	proving.Only(t, "make prove powers a node off on a cluster of its own")
	v := &victim{sandbox: newSandbox(t, manyInPods(40))}
	shape, err := filepath.Abs("testdata/killed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	o := cluster.Options{Name: "gherkind-lost", Topology: shape, StateDir: filepath.Join(v.dir, ".gherkind")}
	t.Cleanup(func() {
		if err := cluster.Down(context.WithoutCancel(t.Context()), o); err != nil {
			t.Error(err)
		}
	})
	c, err := cluster.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	v.on(c)
	v.flags = []string{"--name", o.Name, "--topology", shape}
	v.exitsWith(t, exitFailed, "--report", "json:whole.json")
	before := v.settled(v.look())
	cmd, out := v.command(v.args("run", "--on-cluster", "--runners", "4", "--report", "json:merged.json")...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	off := v.lose(t)
	code := exitOf(cmd.Wait())
	t.Logf("%s", out)
	if code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if whole, merged := v.reported(t, "whole.json"), v.reported(t, "merged.json"); len(whole) != 40 || !slices.Equal(whole, merged) {
		t.Errorf("here %q\nin pods %q", whole, merged)
	}
	if text, err := exec.CommandContext(t.Context(), "docker", "start", off).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if left := v.differsFrom(before); len(left) > 0 {
		t.Errorf("left:\n%s", strings.Join(left, "\n"))
	}
	t.Run("a machine stops for a short time", func(t *testing.T) { v.stopsAMachine(t, v.containers[len(v.containers)-1]) })
}

func (v *victim) exitsWith(t *testing.T, exit int, args ...string) {
	t.Helper()
	cmd, out := v.command(v.args(append([]string{"run"}, args...)...)...)
	if code := exitOf(cmd.Run()); code != exit {
		t.Fatalf("exit code %d, want %d:\n%s", code, exit, out)
	}
}

// lose deletes one runner and powers off the node of another, when all of them have started scenarios and some have ended.
func (v *victim) lose(t *testing.T) (off string) {
	t.Helper()
	runners := v.busy(t)
	none := int64(0)
	if err := v.client.CoreV1().Pods(runners[0].Namespace).Delete(t.Context(), runners[0].Name, metav1.DeleteOptions{GracePeriodSeconds: &none}); err != nil {
		t.Fatal(err)
	}
	for _, pod := range runners[1:] {
		if off = pod.Spec.NodeName; off != runners[0].Spec.NodeName {
			break
		}
	}
	if text, err := exec.CommandContext(t.Context(), "docker", "kill", off).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return off
}

// busy waits until each of four runners has a scenario, and some scenarios are done.
func (v *victim) busy(t *testing.T) (runners []corev1.Pod) {
	t.Helper()
	err := wait.PollUntilContextTimeout(t.Context(), time.Second, 5*time.Minute, true, func(ctx context.Context) (bool, error) {
		pods, err := v.client.CoreV1().Pods("").List(ctx, metav1.ListOptions{LabelSelector: "gherkind/of=runner"})
		if err != nil || len(pods.Items) < 4 {
			return false, err
		}
		leases, err := v.client.CoordinationV1().Leases(pods.Items[0].Namespace).List(ctx, metav1.ListOptions{LabelSelector: "gherkind/of=unit"})
		if err != nil {
			return false, err
		}
		done, holders := 0, map[string]bool{}
		for _, lease := range leases.Items {
			if lease.Labels["gherkind/state"] == "done" {
				done++
			} else {
				holders[*lease.Spec.HolderIdentity] = true
			}
		}
		runners = pods.Items
		return done > 0 && len(holders) == 4, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return runners
}
