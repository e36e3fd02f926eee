package kube

import (
	"reflect"
	"strings"
	"testing"
)

// The output of kubectl get -o yaml from another cluster, and what remains of it.
func TestWhatWasPrintedCanBeApplied(t *testing.T) {
	const server = "uid: u, resourceVersion: '7', creationTimestamp: '2026-01-05T08:12:44Z', generation: 3, selfLink: /x, managedFields: [{manager: m}], ownerReferences: [{kind: X, name: y, uid: z}]"
	for name, c := range map[string]struct{ text, want string }{
		"metadata": {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {l: m}, annotations: {kubectl.kubernetes.io/last-applied-configuration: x}, " + server + "}, data: {b: c}}",
			"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {l: m}}, data: {b: c}}"},
		"a deployment": {"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, annotations: {deployment.kubernetes.io/revision: '3', own: x}, " + server + "}, spec: {replicas: 1}, status: {replicas: 1}}",
			"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, annotations: {own: x}}, spec: {replicas: 1}}"},
		"a service":          {"{apiVersion: v1, kind: Service, metadata: {name: a, " + server + "}, spec: {clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ports: [{port: 80}]}}", "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}"},
		"a headless service": {"{apiVersion: v1, kind: Service, metadata: {name: a, " + server + "}, spec: {clusterIP: None, clusterIPs: [None]}}", "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: None, clusterIPs: [None]}}"},
		"a pod": {"{apiVersion: v1, kind: Pod, metadata: {name: a, " + server + "}, spec: {nodeName: n, priority: 0, containers: [{name: c, volumeMounts: [{name: kube-api-access-x7, mountPath: /t}, {name: d, mountPath: /d}]}], volumes: [{name: d}, {name: kube-api-access-x7, projected: {}}]}, status: {phase: Running}}",
			"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, volumeMounts: [{name: d, mountPath: /d}]}], volumes: [{name: d}]}}"},
		"a claim":  {"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, annotations: {pv.kubernetes.io/bind-completed: 'yes'}, " + server + "}, spec: {volumeName: v, accessModes: [x]}}", "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a}, spec: {accessModes: [x]}}"},
		"a volume": {"{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, " + server + "}, spec: {claimRef: {name: c, uid: u, resourceVersion: '1'}}}", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {claimRef: {name: c}}}"},
		"a job": {"{apiVersion: batch/v1, kind: Job, metadata: {name: a, labels: {job-name: a, controller-uid: u}, " + server + "}, spec: {selector: {matchLabels: {controller-uid: u}}, template: {metadata: {labels: {controller-uid: u, job-name: a, app: x}}}}}",
			"{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {metadata: {labels: {app: x}}}}}"},
		"a job with a selector of its own":   {"{apiVersion: batch/v1, kind: Job, metadata: {name: a, " + server + "}, spec: {manualSelector: true, selector: {matchLabels: {b: c}}}}", "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {manualSelector: true, selector: {matchLabels: {b: c}}}}"},
		"a custom resource keeps its status": {"{apiVersion: e.org/v1, kind: X, metadata: {name: a, " + server + "}, status: {a: b}}", "{apiVersion: e.org/v1, kind: X, metadata: {name: a}, status: {a: b}}"},
		"finalizers": {"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, finalizers: [kubernetes.io/pvc-protection, foregroundDeletion, service.kubernetes.io/load-balancer-cleanup, external-provisioner.volume.kubernetes.io/finalizer, example.com/own], " + server + "}}",
			"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: a, finalizers: [example.com/own]}}"},
		"only finalizers of Kubernetes": {"{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, finalizers: [kubernetes.io/pv-protection], " + server + "}}", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}}"},
		"finalizers written by hand":    {"{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, finalizers: [kubernetes.io/pv-protection]}}", "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, finalizers: [kubernetes.io/pv-protection]}}"},
		"written by hand": {"{apiVersion: v1, kind: Service, metadata: {name: a, creationTimestamp: null, ownerReferences: [{uid: x}]}, spec: {clusterIP: 10.0.0.1}, status: {a: b}}",
			"{apiVersion: v1, kind: Service, metadata: {name: a, ownerReferences: [{uid: x}]}, spec: {clusterIP: 10.0.0.1}, status: {a: b}}"},
		"odd shapes": {"{apiVersion: v1, kind: Pod, metadata: {name: a, " + server + "}, spec: {volumes: 3, containers: [1, {volumeMounts: x}]}}", "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {volumes: 3, containers: [1, {volumeMounts: x}]}}"},
	} {
		if got := one(t, c.text).Object.Object; !reflect.DeepEqual(got, object(t, c.want)) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// kubectl get all,configmaps -o yaml prints a List, including objects that controllers have created from the others.
func TestAPrintedList(t *testing.T) {
	const text = `apiVersion: v1
kind: List
metadata: {resourceVersion: ""}
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt, uid: a}}
- {apiVersion: v1, kind: Pod, metadata: {name: web-1-x, uid: b, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: c, controller: true}]}}
- {apiVersion: v1, kind: Pod, metadata: {name: alone, uid: b, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: gone, uid: c, controller: true}]}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, uid: d}}
- {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, uid: c, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true}]}}
`
	if got := parsed(t, text); !reflect.DeepEqual(got, []string{"1:7 Pod/alone", "1:8 Deployment/web"}) {
		t.Errorf("got %q", got)
	}
}

func TestOneObjectTwice(t *testing.T) {
	const config = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: %}\n"
	for name, c := range map[string]struct{ text, says string }{
		"twice":                     {pod + "---\n" + pod, `x.yaml:5: pod "a" is in the manifest already, in line 1: give one of them another name`},
		"in a list":                 {pod + "---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n", `x.yaml:8: pod "a" is in the manifest already, in line 1`},
		"in two versions":           {"{apiVersion: autoscaling/v1, kind: X, metadata: {name: a}}\n---\n{apiVersion: autoscaling/v2, kind: X, metadata: {name: a}}\n", `x.yaml:3: x "a"`},
		"another kind":              {pod + strings.ReplaceAll(config, "%", "a"), ""},
		"another namespace":         {pod + "---\n" + strings.Replace(pod, "name: a", "name: a, namespace: b", 1), ""},
		"a name of the server each": {"{apiVersion: v1, kind: Pod, metadata: {generateName: a-}}\n---\n{apiVersion: v1, kind: Pod, metadata: {generateName: a-}}\n", ""},
	} {
		_, err := ParseManifest("x.yaml", []byte(c.text))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := ParseManifest("x.yaml", []byte("{apiVersion: v1, kind: Pod, metadata: {name: 12}}")); err == nil || !strings.Contains(err.Error(), `metadata.name is 12, a number: put it in quotes, "12"`) {
		t.Errorf("a name without quotes: got %v", err)
	}
}
