package scenarios_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// servedKinds are the kinds of the constructed world, by API group.
var servedKinds = map[string]string{
	"v1":                      "Namespace ServiceAccount Event Node Pod Service ConfigMap PersistentVolumeClaim",
	"apps/v1":                 "Deployment ReplicaSet StatefulSet DaemonSet",
	"batch/v1":                "Job CronJob",
	"discovery.k8s.io/v1":     "EndpointSlice",
	"coordination.k8s.io/v1":  "Lease",
	"certificates.example/v1": "Certificate",
}

// worldOf is the recording of a scenario whose namespace has an object of each kind with each of the names, all of them well.
func worldOf(t *testing.T, names []string, feature string) *bundle.Bundle {
	t.Helper()
	began := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	m := &madeWorld{t: t, at: began, b: &bundle.Bundle{Files: map[string][]byte{"features/a.feature": []byte(feature)}, Texts: map[string][]byte{}}}
	m.b.Gherkind, m.b.Timeouts = "test", world.DefaultTimeouts()
	m.b.Cluster = bundle.Cluster{Name: "c", Members: []string{"etcd1", "etcd2"}}
	for i, node := range []string{"c-control-plane", "c-worker", "c-worker2", "c-worker3"} {
		m.b.Cluster.Nodes = append(m.b.Cluster.Nodes, bundle.Node{Name: node, Role: []string{"control-plane", "worker"}[min(i, 1)], Address: "192.0.2.1"})
		m.add("v1", "Node", node, "", "spec: {taints: [{key: k, effect: NoSchedule}]}, status: {conditions: [{type: Ready, status: 'True'}]}")
	}
	m.b.Scenario = bundle.Scenario{Name: "One is misspelt", URI: "features/a.feature", Line: 2, Status: "passed",
		Started: began, Ended: began.Add(5 * time.Minute), Namespaces: map[string]string{"": "gk-a", "shop": "gk-shop"}}
	m.serve()
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range names {
		m.all(name, names)
	}
	return m.b
}

type madeWorld struct {
	t  *testing.T
	at time.Time
	b  *bundle.Bundle
}

// serve adds the kinds to what the cluster serves.
func (m *madeWorld) serve() {
	for group, kinds := range servedKinds {
		gv, list := groupVersion(group), &metav1.APIResourceList{GroupVersion: group}
		for _, name := range strings.Fields(kinds) {
			kind := kindOf(group, name)
			list.APIResources = append(list.APIResources, metav1.APIResource{Name: kind.GVR.Resource, SingularName: strings.ToLower(name),
				Kind: name, Namespaced: kind.Namespaced, Verbs: []string{"list", "watch", "get"}, Group: gv.Group, Version: gv.Version})
			m.b.Kinds = append(m.b.Kinds, bundle.Kind{Since: m.at.Add(-time.Second), Kind: kind})
		}
		version := metav1.GroupVersionForDiscovery{GroupVersion: group, Version: gv.Version}
		m.b.Served.Groups = append(m.b.Served.Groups, &metav1.APIGroup{Name: gv.Group, Versions: []metav1.GroupVersionForDiscovery{version}, PreferredVersion: version})
		m.b.Served.Resources = append(m.b.Served.Resources, list)
	}
}

func groupVersion(text string) schema.GroupVersion {
	group, version, ok := strings.Cut(text, "/")
	if !ok {
		return schema.GroupVersion{Version: group}
	}
	return schema.GroupVersion{Group: group, Version: version}
}

func kindOf(group, name string) kube.Kind {
	gv := groupVersion(group)
	return kube.Kind{GVK: gv.WithKind(name), GVR: gv.WithResource(strings.ToLower(name) + "s"), Namespaced: name != "Node" && name != "Namespace"}
}

// all creates an object of each kind with the name; its pods have containers with all the names.
func (m *madeWorld) all(name string, names []string) {
	var specs, statuses []string
	for _, c := range names {
		specs = append(specs, "{name: "+c+", image: busybox, ports: [{name: http, containerPort: 80}]}")
		statuses = append(statuses, "{name: "+c+", ready: true, restartCount: 0, containerID: id-"+c+", state: {running: {startedAt: '2026-05-01T12:00:00Z'}}}")
	}
	pod := "spec: {nodeName: c-worker, containers: [" + strings.Join(specs, ", ") + "]}, status: {phase: Running, podIP: 10.0.0.1, conditions: " +
		"[{type: Ready, status: 'True'}, {type: Initialized, status: 'True'}], containerStatuses: [" + strings.Join(statuses, ", ") + "]}"
	const replicas = "spec: {replicas: 1, selector: {matchLabels: {app: x}}}, status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, " +
		"availableReplicas: 1, updatedReplicas: 1, conditions: [{type: Available, status: 'True'}]}"
	m.add("v1", "Pod", name, "labels: {app: "+name+"}", pod)
	m.add("v1", "Service", name, "", "spec: {type: NodePort, clusterIP: 10.1.1.1, selector: {app: "+name+"}, ports: [{name: http, port: 80, nodePort: 30080, targetPort: http}]}")
	m.add("discovery.k8s.io/v1", "EndpointSlice", name+"-s", "labels: {kubernetes.io/service-name: "+name+"}", "addressType: IPv4, ports: [{name: http, port: 80}], "+
		"endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: "+name+"}}]")
	m.add("apps/v1", "Deployment", name, "", replicas)
	m.add("apps/v1", "ReplicaSet", name+"-r", owner("Deployment", name), replicas)
	m.add("v1", "Pod", name+"-r-1", owner("ReplicaSet", name+"-r"), pod)
	m.add("apps/v1", "StatefulSet", name, "", replicas)
	m.add("apps/v1", "DaemonSet", name, "", "status: {numberAvailable: 1, desiredNumberScheduled: 1}")
	m.add("batch/v1", "Job", name, "", "status: {conditions: [{type: Complete, status: 'True'}]}")
	for _, kind := range []string{"ConfigMap", "PersistentVolumeClaim"} {
		m.add("v1", kind, name, "", "status: {phase: Bound}")
	}
	m.add("certificates.example/v1", "Certificate", name, "", "status: {conditions: [{type: Ready, status: 'True'}]}")
	m.add("v1", "Event", name+"-e", "", "reason: Scheduled, type: Normal, message: placed, involvedObject: {kind: Pod, name: "+name+", namespace: gk-a, uid: pod-"+name+"}")
}

func owner(kind, name string) string {
	return "ownerReferences: [{apiVersion: apps/v1, kind: " + kind + ", name: " + name + ", controller: true, uid: " + strings.ToLower(kind) + "-" + name + "}]"
}

// add adds the observation of an object.
func (m *madeWorld) add(group, kind, name, more, body string) {
	m.t.Helper()
	k := kindOf(group, kind)
	meta := "name: " + name + ", uid: " + strings.ToLower(kind) + "-" + name + ", generation: 1, resourceVersion: '1'"
	ref := kube.Ref{Kind: k, Name: name}
	if k.Namespaced {
		meta += ", namespace: gk-a"
		ref.Namespace = "gk-a"
	}
	if more != "" {
		meta += ", " + more
	}
	var obj unstructured.Unstructured
	if err := yaml.Unmarshal([]byte("{apiVersion: "+group+", kind: "+kind+", metadata: {"+meta+"}, "+body+"}"), &obj.Object); err != nil {
		m.t.Fatal(err)
	}
	n := uint64(len(m.b.Observations) + 1)
	m.b.Observations = append(m.b.Observations, observe.Observation{Seq: n, At: m.at, Revision: n, Type: watch.Added, Object: &obj, Ref: ref})
}
