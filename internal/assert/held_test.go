package assert

import (
	"errors"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
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
		docs  []string
		after int // how many came after the state was seen that ended the wait
		want  bool
	}{
		"it got on":                  {[]string{pending, starting}, 0, true},
		"it fell out":                {[]string{pending, ready, starting}, 0, false},
		"it was made anew":           {[]string{pending, another}, 0, false},
		"nothing is to hold":         {nil, 0, false},
		"it was ready afterwards":    {[]string{pending, starting, ready}, 1, true},
		"it was replaced afterwards": {[]string{pending, starting, another}, 1, true},
	} {
		view, began := viewtest.See(t, c.docs...), time.Now()
		for i := range view {
			view[i].At = began.Add(time.Duration(i) * time.Millisecond)
		}
		until := began.Add(time.Duration(len(view)-1-c.after) * time.Millisecond)
		if got := neverReady(view, viewtest.PodRef("demo", "web"), until); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestNotHeldDoesNotDependOnSpeed: a pod that is no longer Pending has no cause for that, whether or not it has become ready until
// the failure is explained.
func TestNotHeldDoesNotDependOnSpeed(t *testing.T) {
	const ready = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: a}, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}"
	for _, found := range []explain.Failure{{}, {Code: explain.PodStarting, Why: "the pod is being started"}} {
		w := viewtest.Open(t, viewtest.See(t, ready))
		f := found
		f.Err = &observe.Missed{Saw: "ContainerCreating", LastChange: time.Now().Add(-time.Minute), Ended: time.Now()}
		if err := notHeld(w.World, w.Ref("Pod", "web"), &f); !errors.Is(err, &f) {
			t.Fatal(err)
		}
		if f.Code != "" || f.Why != "" || !strings.Contains(f.Hint, "since the pod got on") {
			t.Errorf("after %q: %q, %q, %q", found.Code, f.Code, f.Why, f.Hint)
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
