package grade

import (
	"errors"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// TestACopyTakesNoNodePort: a submission and its copy exist in two namespaces at the same time, and a cluster has each node
// port only once.
func TestACopyTakesNoNodePort(t *testing.T) {
	m, err := kube.ParseManifest("web.yaml", []byte(`apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}, {port: 81}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: nodePort}
data: {nodePort: "30080"}
`))
	if err != nil {
		t.Fatal(err)
	}
	own, err := copyOf(m)
	if err != nil || len(own.Docs) != 2 || own.Path != m.Path {
		t.Fatalf("%+v, %v", own, err)
	}
	ports, _, _ := unstructured.NestedSlice(own.Docs[0].Object.Object, "spec", "ports")
	if first, is := ports[0].(map[string]any); !is || len(ports) != 2 || first["nodePort"] != nil || first["port"] == nil {
		t.Errorf("%+v", ports)
	}
	if text, _, _ := unstructured.NestedString(own.Docs[1].Object.Object, "data", "nodePort"); text != "30080" {
		t.Error(own.Docs[1].Object)
	}
	if before, _, _ := unstructured.NestedSlice(m.Docs[0].Object.Object, "spec", "ports"); before[0].(map[string]any)["nodePort"] == nil {
		t.Error("the submission itself was changed")
	}
}

// TestAPortThatOthersHaveIsNotTheStudentsFault: a submission is not wrong because another namespace uses its node port.
func TestAPortThatOthersHaveIsNotTheStudentsFault(t *testing.T) {
	refused := func(field string) error { return &kube.ApplyError{Object: `service "web"`, Fields: []string{field}} }
	if !takenByOthers(refused("spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated")) {
		t.Error("it counts as the student's fault")
	}
	for _, err := range []error{refused("spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range"), errors.New("exceeded quota")} {
		if takenByOthers(err) {
			t.Error(err)
		}
	}
}

// TestACopyHasNoFinalizers: its pods and claims have none either, which would block the deletion of the copy.
func TestACopyHasNoFinalizers(t *testing.T) {
	m, err := kube.ParseManifest("web.yaml", []byte(`apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, finalizers: [a.b/c]}
spec:
  template: {metadata: {labels: {a: b}, finalizers: [a.b/c]}}
  volumeClaimTemplates: [{metadata: {name: v, finalizers: [a.b/c]}}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec: {jobTemplate: {metadata: {finalizers: [a.b/c]}, spec: {template: {metadata: {finalizers: [a.b/c]}}}}}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range m.Docs {
		text, err := portable(doc.Object, "baseline").MarshalJSON()
		if err != nil || strings.Contains(string(text), "a.b/c") {
			t.Errorf("%s, %v", text, err)
		}
		if before, err := doc.Object.MarshalJSON(); err != nil || !strings.Contains(string(before), "a.b/c") {
			t.Errorf("the student's object was changed: %s, %v", before, err)
		}
	}
	text, err := portable(m.Docs[0].Object, "baseline").MarshalJSON()
	if err != nil || !strings.Contains(string(text), `"labels":{"a":"b"}`) || !strings.Contains(string(text), `"name":"v"`) {
		t.Errorf("more than the finalizers was removed: %s, %v", text, err)
	}
}

// TestACopyHasNoRank: its pods are scheduled like all others, whatever the student's are; with the level privileged an exercise
// may be about that.
func TestACopyHasNoRank(t *testing.T) {
	m, err := kube.ParseManifest("web.yaml", []byte(`apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {nodeName: worker, priorityClassName: system-node-critical, priority: 2000001000, preemptionPolicy: PreemptLowerPriority, schedulerName: s}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {nodeName: worker, priorityClassName: system-node-critical, schedulerName: s}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: web}
spec: {jobTemplate: {spec: {template: {spec: {nodeName: worker, priorityClassName: system-node-critical, schedulerName: s}}}}}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range m.Docs {
		for level, kept := range map[string]bool{"restricted": false, "privileged": true} {
			text, err := portable(doc.Object, level).MarshalJSON()
			for _, field := range []string{"system-node-critical", `"nodeName"`} {
				if err != nil || strings.Contains(string(text), field) != kept {
					t.Errorf("%s: %s in %s, %v", level, field, text, err)
				}
			}
			if !strings.Contains(string(text), `"schedulerName":"s"`) {
				t.Errorf("%s: more was removed: %s", level, text)
			}
		}
	}
}
