//go:build unix

package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/steps/world"
)

const setUpFeature = `Feature: Shop
  Scenario: The set-up is there
    Then deployment "shop-web" has 1 ready replica
    And configmap "gherkind-test-shop/shop-settings" has "blue" at "{.data.color}"

  Scenario: The set-up is not a scenario's to change
    When deployment "shop-web" is scaled to 0 replicas

  Scenario: What the set-up has made is not counted
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: own, labels: {tier: front}}
      """
    Then deployment "shop-web" has 1 ready replica
    And there is 1 configmap labelled "tier=front"
    And every configmap labelled "tier=front" satisfies "object.metadata.name == 'own'"
`

const (
	setUpFile = `setup:
  - {kustomization: deploy, namespace: gherkind-test-shop, within: 2m}
`
	setUpKustomization = `namePrefix: shop-
resources: [web.yaml]
labels: [{pairs: {tier: front}}]
generatorOptions: {disableNameSuffixHash: true}
configMapGenerator: [{name: settings, literals: [color=blue]}]
`
	setUpWeb = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: web, image: busybox, command: [sleep, "600"]}]
`
)

// shop is a project with a set-up in a namespace that no other test uses.
func shop(t *testing.T) *sandbox {
	t.Helper()
	s := newProject(t, setUpFeature, "gherkind-test-shop")
	s.write("gherkind.yaml", setUpFile)
	s.write("deploy/kustomization.yaml", setUpKustomization)
	s.write("deploy/web.yaml", setUpWeb)
	return s
}

func (s *sandbox) settings() *corev1.ConfigMap {
	s.t.Helper()
	m, err := s.client.CoreV1().ConfigMaps("gherkind-test-shop").Get(s.t.Context(), "shop-settings", metav1.GetOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

// setUpGone checks that the set-up and its record have been removed.
func (s *sandbox) setUpGone() {
	s.t.Helper()
	if !s.setUpIsGone() {
		s.t.Error("its namespace or its record is left")
	}
}

// setUpIsGone reports whether the set-up and its record have been removed.
func (s *sandbox) setUpIsGone() bool {
	s.t.Helper()
	_, err := s.client.CoreV1().Namespaces().Get(s.t.Context(), "gherkind-test-shop", metav1.GetOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		s.t.Fatal(err)
	}
	records, listErr := s.client.CoreV1().ConfigMaps(world.SystemNamespace).List(s.t.Context(), metav1.ListOptions{LabelSelector: world.LabelSetUp + "=gherkind-test-shop"})
	if listErr != nil {
		s.t.Fatal(listErr)
	}
	return err != nil && len(records.Items) == 0
}

// TestSetUp: scenarios use the objects of the set-up in its namespaces and do not change them; the next run reuses unchanged
// objects and reapplies those that a user has changed; another version replaces the first; at the end nothing is left.
func TestSetUp(t *testing.T) {
	s := shop(t)
	const seen = "features/own.feature:2"
	s.runs("✓ Set-up", "--keep-setup", seen, "features/own.feature:9")
	before := s.settings()
	if before.Labels[world.LabelSetUp] != "gherkind-test-shop" {
		t.Errorf("its labels are %v", before.Labels)
	}
	s.runs("", "--keep-setup", seen)
	if after := s.settings(); after.UID != before.UID || after.ResourceVersion != before.ResourceVersion {
		t.Error("an unchanged object was applied again")
	}
	byHand := before.DeepCopy()
	byHand.Data["color"] = "red"
	if _, err := s.client.CoreV1().ConfigMaps(byHand.Namespace).Update(t.Context(), byHand, metav1.UpdateOptions{FieldManager: "kubectl-edit"}); err != nil {
		t.Fatal(err)
	}
	s.runs(`configmap "shop-settings" in namespace "gherkind-test-shop" is not as the set-up has left it`, "--keep-setup", seen)
	if after := s.settings(); after.UID != before.UID || after.Data["color"] != "blue" {
		t.Errorf("an object that a user had changed was not reapplied: %v", after.Data)
	}
	if err := s.client.CoreV1().ConfigMaps(byHand.Namespace).Delete(t.Context(), byHand.Name, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	s.runs(`configmap "shop-settings" in namespace "gherkind-test-shop" is not as the set-up has left it`, "--keep-setup", seen)
	before = s.settings()
	s.write("deploy/kustomization.yaml", strings.Replace(setUpKustomization, "name: settings, literals: [color=blue]", "name: settings, literals: [color=blue, size=big]", 1))
	s.runs("", "--keep-setup", seen)
	if after := s.settings(); after.UID != before.UID || after.Data["size"] != "big" {
		t.Errorf("another version was not applied: %v", after.Data)
	}
	cmd, out := s.command("run", "features/own.feature:6")
	if code := exitOf(cmd.Run()); code != exitFailed || !strings.Contains(out.String(), "allow-setup-changes") {
		t.Errorf("exit code %d of a scenario that changes the set-up\n%s", code, out)
	}
	s.setUpGone()
}

// TestSetUpThatFails: the failure is explained like that of any scenario, the other scenarios are not judged, and nothing is
// left.
func TestSetUpThatFails(t *testing.T) {
	proving.Only(t, "an image that cannot be pulled is given up after most of a minute")
	s := shop(t)
	s.write("deploy/web.yaml", strings.Replace(setUpWeb, "image: busybox", "image: registry.invalid/none", 1))
	cmd, out := s.command("run", "features/own.feature:2", "--report", "junit:junit.xml")
	code := exitOf(cmd.Run())
	for _, want := range []string{"✗ Set-up", "gherkind.yaml:2", "POD_IMAGE", "1 failed", "1 skipped"} {
		if code != exitFailed || !strings.Contains(out.String(), want) {
			t.Errorf("exit code %d, want the output to contain %q\n%s", code, want, out)
		}
	}
	junit, err := os.ReadFile(filepath.Join(s.dir, "junit.xml"))
	if err != nil || !strings.Contains(string(junit), "<skipped") || !strings.Contains(string(junit), "<failure") {
		t.Errorf("%v\n%s", err, junit)
	}
	s.setUpGone()
}

// TestSetUpOfAKilledRun: the set-up of a killed run is removed by the next run of any project.
func TestSetUpOfAKilledRun(t *testing.T) {
	s := shop(t)
	s.write("deploy/web.yaml", strings.Replace(setUpWeb, "image: busybox", "image: busybox, readinessProbe: {exec: {command: [\"false\"]}}", 1))
	cmd, out := s.command("run", "features/own.feature:2")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.within(2*time.Minute, out, func() bool {
		_, err := s.client.AppsV1().Deployments("gherkind-test-shop").Get(t.Context(), "shop-web", metav1.GetOptions{})
		return err == nil
	})
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	other := newSandbox(t, "Feature: Other\n  Scenario: Other\n    Given this manifest is applied:\n      \"\"\"\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: x}\n      \"\"\"\n    Then configmap \"x\" exists\n")
	// It removes the set-up, unless a concurrent run already does.
	other.runs("")
	s.within(2*time.Minute, out, s.setUpIsGone)
}

// within polls until the condition holds.
func (s *sandbox) within(limit time.Duration, out fmt.Stringer, so func() bool) {
	s.t.Helper()
	ctx, stop := context.WithTimeout(s.t.Context(), limit)
	defer stop()
	again := time.NewTicker(glance)
	defer again.Stop()
	for !so() {
		select {
		case <-again.C:
		case <-ctx.Done():
			s.t.Fatalf("the condition does not hold after %s\n%s", limit, out)
		}
	}
}
