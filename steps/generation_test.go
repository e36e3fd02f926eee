package steps

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestAStatusIsOfThePresentSpec: generic steps ignore a stale status, as those about conditions do.
func TestAStatusIsOfThePresentSpec(t *testing.T) {
	const stale = "observedGeneration: 1, readyReplicas: 3"
	const held = "; its controller has seen generation 1, the spec is at 2"
	going := "{apiVersion: apps/v1, kind: Deployment, metadata: {name: w, namespace: a, generation: 2" + leaving + "}, status: {" + stale + "}}"
	for name, c := range map[string]struct{ doc, path, want, saw string }{
		"of the present spec":      {workload("Deployment", "replicas: 3", "observedGeneration: 2, readyReplicas: 3"), "{.status.readyReplicas}", "3", ""},
		"of the spec before":       {workload("Deployment", "replicas: 3", stale), "{.status.readyReplicas}", "3", `it has "3" at {.status.readyReplicas}` + held},
		"the spec itself":          {workload("Deployment", "replicas: 3", stale), "{.spec.replicas}", "3", ""},
		"the generation itself":    {workload("Deployment", "replicas: 3", stale), "{.status.observedGeneration}", "1", ""},
		"it is on its way out":     {going, "{.status.readyReplicas}", "3", ""},
		"a status of no spec":      {"{apiVersion: batch/v1, kind: Job, metadata: {name: w, namespace: a, generation: 2}, status: {ready: 1}}", "{.status.ready}", "1", ""},
		"a Deployment nobody saw":  {workload("Deployment", "replicas: 3", "replicas: 0"), "{.status.replicas}", "0", `it has "0" at {.status.replicas}; its controller has not seen its spec yet`},
		"something else, and late": {workload("Deployment", "replicas: 3", stale), "{.status.readyReplicas}", "4", `it has "3" at {.status.readyReplicas}` + held},
	} {
		path, err := kube.ParseJSONPath(c.path)
		if err != nil {
			t.Fatal(err)
		}
		viewtest.Verdict(t, name, hasAt(viewtest.See(t, c.doc)[0].Object, path, c.want), c.saw)
	}
	deployment := viewtest.See(t, workload("Deployment", "replicas: 3", stale))[0].Object
	ready := map[string]any{"readyReplicas": int64(3)}
	viewtest.Verdict(t, "matches a status", contains(deployment, map[string]any{"status": ready}), held[2:])
	viewtest.Verdict(t, "matches a spec", contains(deployment, map[string]any{"spec": map[string]any{"replicas": int64(3)}}), "")
	ready["observedGeneration"] = int64(1)
	viewtest.Verdict(t, "matches a generation", contains(deployment, map[string]any{"status": ready}), "")
}

// TestASpecMayChangeWhileItIsHeld: an autoscaler changes the spec, and for a moment the controller has not observed the new
// generation.
func TestASpecMayChangeWhileItIsHeld(t *testing.T) {
	gauge := func(generation, seen int, status string) *unstructured.Unstructured {
		return viewtest.See(t, fmt.Sprintf("{apiVersion: x.example.com/v1, kind: Gauge, metadata: {name: oil, namespace: a, generation: %d}, "+
			"status: {observedGeneration: %d, conditions: [{type: Ready, status: '%s', message: x}]}}", generation, seen, status))[0].Object
	}
	ref := kube.Ref{Kind: viewtest.KindFor("Gauge"), Namespace: "a", Name: "oil"}
	check := objects.Once(func(_ observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return objects.HasCondition(ref, obj, "Ready")
	})
	viewtest.Verdict(t, "before", check(nil, gauge(2, 1, "True")), "Ready is True: x; its controller has seen generation 1, the spec is at 2")
	viewtest.Verdict(t, "met", check(nil, gauge(2, 2, "True")), "")
	viewtest.Verdict(t, "changed", check(nil, gauge(3, 2, "True")), "")
	viewtest.Verdict(t, "broken", check(nil, gauge(3, 2, "False")), "Ready is False: x")
}
