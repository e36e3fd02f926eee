package scenarios_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

const hog = `Feature: Memory
  Scenario: A hog
    Given this manifest is applied:
      """
      {apiVersion: v1, kind: Pod, metadata: {name: hog}, spec: {containers: [{name: app, image: busybox}]}}
      """
    Then pod "hog" is Running within 5s
    And container "app" of pod "hog" has restarted 2 times within 10s
`

const third = `container "app" of pod "hog" has restarted 2 times within 10s`

var podKind = kube.Kind{
	GVK:        schema.GroupVersionKind{Version: "v1", Kind: "Pod"},
	GVR:        schema.GroupVersionResource{Version: "v1", Resource: "pods"},
	Namespaced: true,
}

// recordedHog is what a run of the feature might have observed: the pod runs after two seconds, is killed after four, and runs
// again after five. The last step failed after twelve.
func recordedHog(t *testing.T) *bundle.Bundle {
	t.Helper()
	began := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	at := func(seconds float64) time.Time { return began.Add(time.Duration(seconds * float64(time.Second))) }
	b := &bundle.Bundle{Files: map[string][]byte{"features/hog.feature": []byte(hog)}, Texts: map[string][]byte{}}
	b.Gherkind, b.Timeouts, b.Cluster = "test", world.DefaultTimeouts(), bundle.Cluster{Name: "c", Nodes: []bundle.Node{{Name: "c-worker"}}}
	names := world.State{Namespaces: map[string]string{"": "gk-hog"}, Applied: map[string]string{"pod/hog": ""}}
	b.Scenario = bundle.Scenario{Name: "A hog", URI: "features/hog.feature", Line: 2, Status: "failed",
		Started: began, Ended: at(12.1), Namespaces: names.Namespaces}
	manifest := "\"\"\"\n{apiVersion: v1, kind: Pod, metadata: {name: hog}, spec: {containers: [{name: app, image: busybox}]}}\n\"\"\""
	b.Steps = []bundle.Step{
		{Text: "this manifest is applied:", Argument: manifest, Acts: true, Status: "passed", Started: at(0), Ended: at(0.5), Names: names},
		{Text: `pod "hog" is Running within 5s`, Status: "passed", Started: at(0.5), Ended: at(2), Names: names},
		{Text: `container "app" of pod "hog" has restarted 2 times within 10s`, Status: "failed", Started: at(2), Ended: at(12.01), Names: names,
			Failure: &explain.Failure{Saw: "as recorded"}},
	}
	for _, name := range []string{"Namespace", "ServiceAccount", "Event", "Node"} {
		b.Kinds = append(b.Kinds, bundle.Kind{Since: began.Add(-time.Second), Kind: kube.Kind{
			GVK: schema.GroupVersionKind{Version: "v1", Kind: name},
			GVR: schema.GroupVersionResource{Version: "v1", Resource: strings.ToLower(name) + "s"}}})
	}
	b.Kinds = append(b.Kinds, bundle.Kind{Kind: podKind, Since: began.Add(-time.Second)})
	core := &metav1.APIResourceList{GroupVersion: "v1"}
	for _, k := range b.Kinds {
		core.APIResources = append(core.APIResources, metav1.APIResource{Name: k.GVR.Resource, SingularName: strings.ToLower(k.GVK.Kind),
			Kind: k.GVK.Kind, Namespaced: k.Namespaced, Verbs: []string{"list", "watch"}})
	}
	core.APIResources = append(core.APIResources, metav1.APIResource{Name: "secrets", SingularName: "secret", Kind: "Secret", Namespaced: true, Verbs: []string{"list"}},
		metav1.APIResource{Name: "configmaps", SingularName: "configmap", Kind: "ConfigMap", Namespaced: true, Verbs: []string{"list"}})
	v1 := metav1.GroupVersionForDiscovery{GroupVersion: "v1", Version: "v1"}
	b.Served = kube.Served{Groups: []*metav1.APIGroup{{Versions: []metav1.GroupVersionForDiscovery{v1}, PreferredVersion: v1}}, Resources: []*metav1.APIResourceList{core}}
	running := "phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: app, ready: true, containerID: a, "
	for i, version := range []struct {
		after  float64
		status string
	}{
		{0.6, "phase: Pending"},
		{2, running + "restartCount: 0, state: {running: {}}}]"},
		{4, "phase: Running, containerStatuses: [{name: app, restartCount: 0, containerID: a, state: {terminated: {reason: OOMKilled, exitCode: 137}}}]"},
		{5, running + "restartCount: 1, state: {running: {}}, lastState: {terminated: {reason: OOMKilled, exitCode: 137}}}]"},
	} {
		b.Observations = append(b.Observations, hogSeen(t, at(version.after), i, version.status))
	}
	return b
}

func hogSeen(t *testing.T, at time.Time, n int, status string) observe.Observation {
	t.Helper()
	var obj unstructured.Unstructured
	text := "{apiVersion: v1, kind: Pod, metadata: {name: hog, namespace: gk-hog, uid: u, resourceVersion: '" + strconv.Itoa(n+10) + "'}, " +
		"spec: {nodeName: c-worker, containers: [{name: app, image: busybox}]}, status: {" + status + "}}"
	if err := yaml.Unmarshal([]byte(text), &obj.Object); err != nil {
		t.Fatal(err)
	}
	event := watch.Modified
	if n == 0 {
		event = watch.Added
	}
	return observe.Observation{Seq: uint64(n + 1), At: at, Revision: uint64(n + 10), Type: event, Object: &obj,
		Ref: kube.Ref{Kind: podKind, Namespace: "gk-hog", Name: "hog"}}
}

// replayed replays the bundle with the edited text, and checks that no time passes.
func replayed(t *testing.T, b *bundle.Bundle, text string) *report.Scenario {
	t.Helper()
	dir := t.TempDir()
	file, feature := filepath.Join(dir, "hog.tgz"), filepath.Join(dir, "hog.feature")
	if err := b.Write(file); err != nil {
		t.Fatal(err)
	}
	o := scenarios.ReplayOptions{Bundle: file}
	if text != "" {
		o.Feature = feature
		if err := os.WriteFile(feature, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var result *report.Run
	synctest.Test(t, func(t *testing.T) { // in which time only advances when everything waits
		began := time.Now()
		var err error
		if result, err = scenarios.Replay(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 0 {
			t.Errorf("it waited for %s, as no replay may", took)
		}
	})
	if result == nil {
		t.FailNow()
	}
	return result.Scenarios[0]
}

func TestReplayJudgesAnew(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		status   report.Status
		says     string
	}{
		"as it was":          {"", "", report.Failed, "saw   1 restart; the pod is Running, 1/1 ready, 1 restart (unchanged for 7s)"},
		"what came":          {third, `container "app" of pod "hog" has restarted 1 time within 10s`, report.Passed, ""},
		"what came too late": {third, `container "app" of pod "hog" has restarted 1 time within 2s`, report.Failed, "saw   0 restarts; the pod is OOMKilled"},
		"a longer wait":      {third, strings.Replace(third, "10s", "20s", 1), report.Pending, "the recording ends 10.1s after this step began; until then: 1 restart; the pod is Running"},
		"a shorter wait":     {"within 5s", "within 1s", report.Failed, "Pending"},
		"stays so":           {third, `pod "hog" is Running for 1s`, report.Passed, ""},
		"does not stay so":   {third, `pod "hog" is Running for 8s`, report.Failed, "OOMKilled"},
		"may stay so":        {third, "container \"app\" of pod \"hog\" has restarted 1 time within 10s for 30s", report.Pending, "the recording ends"},
		"history":            {third, `pod "hog" was OOMKilled within 10s`, report.Passed, ""},
		"one step more":      {third, "pod \"hog\" is Running within 5s\n    And container \"app\" of pod \"hog\" has restarted 1 time", report.Passed, ""},
		"one action more":    {"And " + third, `When pod "hog" is deleted`, report.Pending, "it cannot be replayed"},
		"another action":     {"image: busybox", "image: nginx", report.Pending, "is not what was done"},
		"no action":          {"    Given this manifest", "    Then pod \"hog\" does not exist\n    And pod \"hog\" is Running\n    Given this manifest", report.Pending, `the recording contains "this manifest is applied:"`},
		"what was not asked": {third, `the log of container "app" of pod "hog" contains "x"`, report.Pending, "it was not asked while this was recorded"},
		"an unknown kind":    {third, `secret "x" exists`, report.Pending, "no secrets were watched"},
		"no such namespace":  {third, `there are 0 pods labelled "a=b" in namespace "kube-system"`, report.Pending, `namespace "kube-system" is not the scenario's`},
	} {
		t.Run(name, func(t *testing.T) {
			text := ""
			if c.old != "" {
				if text = strings.Replace(hog, c.old, c.new, 1); text == hog {
					t.Fatal("nothing was edited")
				}
			}
			s := replayed(t, recordedHog(t), text)
			said := s.Err
			if s.Failure != nil {
				said += s.Failure.Error()
			}
			if s.Status != c.status || !strings.Contains(said, c.says) {
				t.Errorf("got %s, want %s with %q:\n%s", s.Status, c.status, c.says, said)
			}
		})
	}
}
