package kube

import (
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// fill inserts a node into an affinity.
func fill(affinity, node string) string { return strings.Replace(affinity, "%s", node, 1) }

func TestRender(t *testing.T) {
	rewriter := Rewriter{
		Namespaced: true,
		Namespace:  func(alias string) (string, error) { return "real-" + alias, nil },
		Own:        func(alias string) (string, bool, error) { return "real-" + alias, alias == "mem2", nil },
		Image: func(name string) string {
			return map[string]string{"nginx": "here/nginx:1"}[name] + map[bool]string{true: name}[name != "nginx"]
		},
		Node: func(name string) string { return "cluster-" + name },
	}
	const node = "{nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [%s]}, {key: zone, operator: In, values: [worker]}]}]}}}"
	for name, c := range map[string]struct {
		clusterScoped bool
		text, want    string
	}{
		"own namespace and images of a pod": {false,
			"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {initContainers: [{image: nginx}], containers: [{image: nginx}, {image: mine}], ephemeralContainers: [{image: nginx}]}}",
			"{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: real-}, spec: {initContainers: [{image: 'here/nginx:1'}], containers: [{image: 'here/nginx:1'}, {image: mine}], ephemeralContainers: [{image: 'here/nginx:1'}]}}"},
		"a template in a named namespace": {false,
			"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: mem2}, spec: {template: {spec: {containers: [{image: nginx}]}}}}",
			"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: real-mem2}, spec: {template: {spec: {containers: [{image: 'here/nginx:1'}]}}}}"},
		"a job template": {false,
			"{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: nginx}]}}}}}}",
			"{apiVersion: batch/v1, kind: CronJob, metadata: {name: a, namespace: real-}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: 'here/nginx:1'}]}}}}}}"},
		"no namespace, but subjects": {true,
			"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: a}, subjects: [{kind: ServiceAccount, name: s, namespace: mem2}, {kind: User, name: u}]}",
			"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: a}, subjects: [{kind: ServiceAccount, name: s, namespace: real-mem2}, {kind: User, name: u}]}"},
		"nodes": {false,
			"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {nodeName: worker, nodeSelector: {kubernetes.io/hostname: worker2, zone: worker}, affinity: " + fill(node, "worker3") + "}}",
			"{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: real-}, spec: {nodeName: cluster-worker, nodeSelector: {kubernetes.io/hostname: cluster-worker2, zone: worker}, affinity: " + fill(node, "cluster-worker3") + "}}"},
		"pods of a custom resource": {false,
			"{apiVersion: x.example.com/v1, kind: Check, metadata: {name: a}, spec: {image: nginx, metrics: [{job: {spec: {template: {spec: {nodeName: worker, containers: [{name: c, image: nginx}]}}}}}], pod: {initContainers: [{name: i, image: nginx}]}}}",
			"{apiVersion: x.example.com/v1, kind: Check, metadata: {name: a, namespace: real-}, spec: {image: nginx, metrics: [{job: {spec: {template: {spec: {nodeName: cluster-worker, containers: [{name: c, image: 'here/nginx:1'}]}}}}}], pod: {initContainers: [{name: i, image: 'here/nginx:1'}]}}}"},
		"lists of something else": {false,
			"{apiVersion: x.example.com/v1, kind: Check, metadata: {name: a}, spec: {allow: {containers: [{image: nginx}, nginx]}, schema: {containers: {name: x, image: nginx}}}}",
			"{apiVersion: x.example.com/v1, kind: Check, metadata: {name: a, namespace: real-}, spec: {allow: {containers: [{image: nginx}, nginx]}, schema: {containers: {name: x, image: nginx}}}}"},
		"odd shapes are left alone": {false,
			"{apiVersion: v1, kind: X, metadata: {name: a}, spec: {containers: [1, {image: 2}], template: 3, affinity: [], nodeSelector: x}, subjects: [1, {kind: ServiceAccount}]}",
			"{apiVersion: v1, kind: X, metadata: {name: a, namespace: real-}, spec: {containers: [1, {image: 2}], template: 3, affinity: [], nodeSelector: x}, subjects: [1, {kind: ServiceAccount}]}"},
	} {
		m, err := ParseManifest("x.yaml", []byte(c.text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		before := m.Docs[0].Object.DeepCopy()
		r := rewriter
		r.Namespaced = !c.clusterScoped
		got, err := m.Docs[0].Render(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := map[string]any{}
		if err := yaml.Unmarshal([]byte(c.want), &want); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(got.Object.Object, normal(want)) {
			t.Errorf("%s: got %v", name, got.Object.Object)
		}
		if !reflect.DeepEqual(before.Object, m.Docs[0].Object.Object) {
			t.Errorf("%s: the manifest itself was changed", name)
		}
	}
}
