package assert

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/viewtest"
)

func TestNeverReady(t *testing.T) {
	const (
		pending  = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: a}, status: {phase: Pending}}"
		ready    = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: a}, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}"
		another  = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: b}, status: {phase: Pending}}"
		starting = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: demo, uid: a}, status: {phase: Pending, conditions: [{type: PodScheduled, status: 'True'}]}}"
	)
	for name, c := range map[string]struct {
		docs []string
		want bool
	}{
		"it got on":          {[]string{pending, starting}, true},
		"it fell out":        {[]string{pending, ready, starting}, false},
		"it was made anew":   {[]string{pending, another}, false},
		"nothing is to hold": {nil, false},
	} {
		if got := neverReady(viewtest.See(t, c.docs...), viewtest.PodRef("demo", "web")); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestHasCause: a deployment's status may come before the state of its pod.
func TestHasCause(t *testing.T) {
	const (
		deployment = "{kind: Deployment, apiVersion: apps/v1, metadata: {name: web, namespace: demo, uid: d, generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1}}"
		set        = "{kind: ReplicaSet, apiVersion: apps/v1, metadata: {name: web-1, namespace: demo, uid: r, ownerReferences: [{kind: Deployment, name: web, uid: d, controller: true}]}}"
		pod        = "{kind: Pod, apiVersion: v1, metadata: {name: web-1-a, namespace: demo, uid: p, ownerReferences: [{kind: ReplicaSet, name: web-1, uid: r, controller: true}]}, spec: {nodeName: worker, containers: [{name: main}]}, status: {phase: Running, "
		runs       = pod + "conditions: [{type: Ready, status: 'True'}]}}"
		ended      = pod + "containerStatuses: [{name: main, restartCount: 0, containerID: x, state: {terminated: {exitCode: 1, reason: Error}}}]}}"
	)
	web := kube.Ref{Kind: kube.Kind{GVK: schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}}, Namespace: "demo", Name: "web"}
	if hasCause(viewtest.See(t, set, runs, deployment), web) {
		t.Error("the pod's end has not been heard of yet")
	}
	if !hasCause(viewtest.See(t, set, runs, deployment, ended), web) {
		t.Error("the pod's end is the cause")
	}
}
