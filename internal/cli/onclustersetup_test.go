//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/steps/world"
)

// podsShopName is the namespace of a set-up that no other test uses, and its ID.
const podsShopName = "gherkind-in-pods-shop"

const podsShopFile = `values: {color: blue}
setup:
  - {manifests: deploy/parcels.yaml}
  - {manifests: deploy/shop.yaml, namespace: gherkind-in-pods-shop, within: 2m}
`

const podsShopKind = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: parcels.gherkind-in-pods.example.com}
spec:
  group: gherkind-in-pods.example.com
  scope: Namespaced
  names: {kind: Parcel, plural: parcels, singular: parcel, shortNames: [pcl]}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
`

const podsShopObjects = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: web, image: busybox, command: [sleep, "600"]}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {color: $(value:color)}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {key: gherkind-in-pods-password}
---
apiVersion: gherkind-in-pods.example.com/v1
kind: Parcel
metadata: {name: first}
spec: {weight: 3}
`

const podsShopJob = `---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [{name: m, image: busybox, command: [sh, -c, "exit 3"]}]}}
`

const podsShopFeature = `Feature: Shop
  Scenario: The set-up is there
    Then deployment "web" has 1 ready replica
    And configmap "gherkind-in-pods-shop/settings" has "$(value:color)" at "{.data.color}"

  Scenario: The set-up is changed
    When pcl "first" is patched with:
      """
      spec: {weight: 4}
      """
    Then parcel "first" has "4" at "{.spec.weight}"

  Scenario: It says what is in the set-up
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: own}
      data: {password: gherkind-in-pods-password}
      """
    Then configmap "own" has "other" at "{.data.password}" within 1s
`

// podsShop is a project with a set-up.
func podsShop(t *testing.T) *sandbox {
	t.Helper()
	s := newProject(t, podsShopFeature, podsShopName)
	s.write("gherkind.yaml", podsShopFile)
	s.write("deploy/parcels.yaml", podsShopKind)
	s.write("deploy/shop.yaml", podsShopObjects)
	return s
}

// podsShopSettings returns the ConfigMap of the set-up; nil if there is none.
func (s *sandbox) podsShopSettings() *corev1.ConfigMap {
	s.t.Helper()
	m, err := s.client.CoreV1().ConfigMaps(podsShopName).Get(s.t.Context(), "settings", metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

var runnersNamespace = regexp.MustCompile(`gherkind-[a-z0-9]+` + runnersLeft)

// podsShopLeft returns what is left of the set-up, and of the runners that these outputs name.
func (s *sandbox) podsShopLeft(outputs ...string) (left []string) {
	s.t.Helper()
	namespaces := []string{podsShopName}
	for _, out := range outputs {
		namespaces = append(namespaces, runnersNamespace.FindAllString(out, -1)...)
	}
	for _, name := range namespaces {
		n, err := s.client.CoreV1().Namespaces().Get(s.t.Context(), name, metav1.GetOptions{})
		if err == nil {
			left = append(left, fmt.Sprintf("namespace %s, %s", name, n.Status.Phase))
		} else if !apierrors.IsNotFound(err) {
			s.t.Fatal(err)
		}
	}
	records, err := s.client.CoreV1().ConfigMaps(world.SystemNamespace).List(s.t.Context(), metav1.ListOptions{LabelSelector: world.LabelSetUp + "=" + podsShopName})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, m := range records.Items {
		left = append(left, "configmap "+m.Name)
	}
	groups, err := s.client.Discovery().ServerGroups()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, g := range groups.Groups {
		if g.Name == "gherkind-in-pods.example.com" {
			left = append(left, "API group "+g.Name)
		}
	}
	return left
}

func (s *sandbox) podsShopGone(outputs ...string) {
	s.t.Helper()
	if left := s.podsShopLeft(outputs...); len(left) > 0 {
		s.t.Errorf("left: %q", left)
	}
}

// TestOnClusterWithASetUp: the command makes the set-up once, runners find it, its values and its kinds, and change it only where
// that is permitted. The next run reuses what is kept, and removes it. A run here has the same verdicts.
func TestOnClusterWithASetUp(t *testing.T) {
	proving.Only(t, "two runs in pods take more than a minute")
	s := podsShop(t)
	refused := s.says(t, exitFailed, []string{"✓ Set-up", "✓ The set-up is there", "✗ The set-up is changed", "allow-setup-changes", "2 failed", "3 scenarios run in 2 pods"},
		"--on-cluster", "--runners", "2", "--keep-setup", "--report", "json:refused.json")
	made := s.podsShopSettings()
	if made == nil {
		t.Fatal("the set-up was not kept")
	}
	s.says(t, exitFailed, []string{"2 failed"}, "--keep-setup", "--report", "json:here.json")
	if here, pods := s.reported(t, "here.json"), s.reported(t, "refused.json"); len(here) != 4 || !slices.Equal(here, pods) {
		t.Errorf("here %q\nin pods %q", here, pods)
	}
	if again := s.podsShopSettings(); again == nil || again.UID != made.UID || again.ResourceVersion != made.ResourceVersion {
		t.Error("the set-up was made again, or not kept")
	}
	changed := s.says(t, exitFailed, []string{"✓ Set-up", "✓ The set-up is there", "✓ The set-up is changed", "1 failed"},
		"--on-cluster", "--runners", "2", "--allow-setup-changes", "--report", "json:changed.json")
	report, err := os.ReadFile(filepath.Join(s.dir, "changed.json"))
	if err != nil || strings.Contains(string(report)+changed, "gherkind-in-pods-password") {
		t.Errorf("it says the password of the set-up: %v\n%s", err, report)
	}
	if runners := runnersNamespace.FindAllString(refused+changed, -1); len(runners) != 2 {
		t.Errorf("the namespaces of runners are %q", runners)
	}
	s.podsShopGone(refused, changed)
}

// TestOnClusterWithASetUpThatFails: its failure is explained, and no runner starts.
func TestOnClusterWithASetUpThatFails(t *testing.T) {
	s := podsShop(t)
	s.write("deploy/shop.yaml", podsShopObjects+podsShopJob)
	said := s.says(t, exitFailed, []string{"✗ Set-up", "gherkind.yaml:4", "POD_CONTAINER_EXITED", "1 failed", "3 skipped"}, "--on-cluster", "--runners", "2")
	if runners := runnersNamespace.FindAllString(said, -1); len(runners) > 0 {
		t.Errorf("runners were started in %q:\n%s", runners, said)
	}
	s.podsShopGone()
}

// TestOnClusterWithASetUpInterrupted: an interrupt removes the set-up after the runners, and what a killed command has left, the
// next run of any project removes.
func TestOnClusterWithASetUpInterrupted(t *testing.T) {
	proving.Only(t, "make prove interrupts and kills runs on the cluster")
	s := podsShop(t)
	s.write("features/never.feature", strings.ReplaceAll(never, "A pod that never comes", "A pod of the shop that never comes"))
	for _, signal := range []os.Signal{os.Interrupt, os.Kill} {
		cmd, out := s.command("run", "--on-cluster", "--runners", "2", "features/never.feature")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		s.namespaceOf("a-pod-of-the-shop-that-never-comes")
		if s.podsShopSettings() == nil {
			t.Errorf("runners have started without the set-up:\n%s", out)
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		code := exitOf(cmd.Wait())
		if signal == os.Interrupt && code != exitInterrupted {
			t.Errorf("exit code %d:\n%s", code, out)
		}
		if signal == os.Kill {
			newSandbox(t, nextRun).runs("") // it removes everything, unless a concurrent run already does
			s.within(2*time.Minute, out, func() bool { return len(s.podsShopLeft(out.String())) == 0 })
		}
		s.podsShopGone(out.String())
	}
}
