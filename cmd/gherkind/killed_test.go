//go:build unix

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/steps/world"
)

// muchToTakeBack makes what no namespace takes away, holds a namespace by a finalizer, and changes a node.
const muchToTakeBack = `Feature: Killed
  @node:worker2
  Scenario: Much to take back
    Given this manifest is applied:
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: gherkind-killed-role}
      ---
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: gherkind-killed-class}
      value: 7
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: gherkind-killed-volume, finalizers: [gherkind.invalid/held]}
      spec:
        capacity: {storage: 1Mi}
        accessModes: [ReadWriteOnce]
        storageClassName: gherkind-killed
        hostPath: {path: /tmp/gherkind-killed}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held, finalizers: [gherkind.invalid/held]}
      """
    And node "worker2" is labelled "gherkind-killed=yes"
    And node "worker2" is tainted "gherkind-killed=yes:PreferNoSchedule"
    When configmap "held" is deleted
    Then node "worker2" has "yes" at "{.metadata.labels.gherkind-killed}" for 1s

  @next
  Scenario: The next run
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then configmap "here" exists
`

// killedWithin is about how long the scenario takes on an idle machine. On a slower one it is ended earlier in its course.
const killedWithin = 5 * time.Second

// TestKilledAtAnyMoment ends runs at random moments, in the ways that machines and people do. After the next run, the
// cluster is as before. The seed of the moments is printed; GHERKIND_SEED gives it.
func TestKilledAtAnyMoment(t *testing.T) {
	moments, seed := 3, uint64(1)
	if os.Getenv("GHERKIND_PROVE") != "" {
		moments, seed = 30, uint64(time.Now().UnixNano())
	}
	if given := os.Getenv("GHERKIND_SEED"); given != "" {
		if _, err := fmt.Sscan(given, &seed); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("GHERKIND_SEED=%d", seed)
	s := newSandbox(t, muchToTakeBack)
	random := rand.New(rand.NewPCG(seed, 0))
	ways := []string{"SIGKILL", "SIGTERM", "SIGSTOP and SIGCONT"}
	for i := range moments {
		after, way := time.Duration(random.Int64N(int64(killedWithin))), ways[i%len(ways)]
		said := s.ended(way, after)
		next, out := s.command("run", "--tags", "@next")
		if code := exitOf(next.Run()); code != exitPassed {
			t.Fatalf("%s after %s: the next run has the exit code %d:\n%s\nthe run before:\n%s", way, after, code, out, said)
		}
		for _, left := range s.leftOfKilled() {
			t.Errorf("%s after %s: %s is left; the next run said:\n%s\nthe run before:\n%s", way, after, left, out, said)
		}
	}
	whole, out := s.command("run")
	if code := exitOf(whole.Run()); code != exitPassed {
		t.Errorf("the scenario cannot be run any more: exit code %d:\n%s", code, out)
	}
}

// ended starts the scenario and ends it in a way after a time, and gives what it printed.
func (s *sandbox) ended(way string, after time.Duration) string {
	s.t.Helper()
	cmd, out := s.command("run", "--tags", "not @next")
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	select {
	case <-over: // it was quicker: that is a moment, too
		return out.String()
	case <-time.After(after):
	}
	signals := map[string][]syscall.Signal{
		"SIGKILL": {syscall.SIGKILL}, "SIGTERM": {syscall.SIGTERM}, "SIGSTOP and SIGCONT": {syscall.SIGSTOP, syscall.SIGCONT},
	}
	for i, signal := range signals[way] {
		if i > 0 {
			<-time.After(after / 2) // it is stopped for as long
		}
		if err := cmd.Process.Signal(signal); err != nil && err != os.ErrProcessDone { //nolint:errorlint // as package os returns it
			s.t.Error(err)
		}
	}
	<-over
	return out.String()
}

// leftOfKilled is what a run of the scenario has made or changed and is still so. Other runs on the cluster have other names.
func (s *sandbox) leftOfKilled() (left []string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	s.awaitNamespacesOf(ctx, "much-to-take-back")
	add := func(kind string, names []string, err error) {
		if err != nil {
			s.t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasPrefix(name, "gherkind-killed") {
				left = append(left, kind+" "+name)
			}
		}
	}
	roles, err := s.client.RbacV1().ClusterRoles().List(ctx, metav1.ListOptions{})
	add("clusterrole", namesOf(roles.Items, func(i int) string { return roles.Items[i].Name }), err)
	classes, err := s.client.SchedulingV1().PriorityClasses().List(ctx, metav1.ListOptions{})
	add("priorityclass", namesOf(classes.Items, func(i int) string { return classes.Items[i].Name }), err)
	volumes, err := s.client.CoreV1().PersistentVolumes().List(ctx, metav1.ListOptions{})
	add("persistentvolume", namesOf(volumes.Items, func(i int) string { return volumes.Items[i].Name }), err)
	node := s.node("worker2")
	if _, has := node.Labels["gherkind-killed"]; has {
		left = append(left, "the label of the node")
	}
	if slices.ContainsFunc(node.Spec.Taints, func(t corev1.Taint) bool { return t.Key == "gherkind-killed" }) {
		left = append(left, "the taint of the node")
	}
	return left
}

func namesOf[T any](items []T, name func(int) string) (names []string) {
	for i := range items {
		names = append(names, name(i))
	}
	return names
}

// awaitNamespacesOf waits until the namespaces of a scenario are gone, whose deletion was asked for.
func (s *sandbox) awaitNamespacesOf(ctx context.Context, scenario string) {
	s.t.Helper()
	selected := metav1.ListOptions{LabelSelector: world.LabelScenario + "=" + scenario}
	list, err := s.client.CoreV1().Namespaces().List(ctx, selected)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, ns := range list.Items {
		if ns.DeletionTimestamp == nil {
			s.t.Errorf("namespace %s is left", ns.Name)
			continue
		}
		s.awaitNoNamespace(ns.Name)
	}
	journals, err := s.client.CoreV1().ConfigMaps(world.SystemNamespace).List(ctx, metav1.ListOptions{LabelSelector: world.LabelRun})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, j := range journals.Items {
		for _, entry := range j.Data {
			if strings.Contains(entry, "gherkind-killed") {
				s.t.Errorf("journal %s has %s", j.Name, entry)
			}
		}
	}
}
