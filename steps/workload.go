package steps

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/steps/hopeless"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func workloadSteps() step.Group {
	return step.Group{
		Name: "workload", Title: "Workloads", Doc: "Deployments, StatefulSets, DaemonSets and Jobs, and the pods they own.",
		Defs: []step.Def{
			{
				Name:    "workload-ready-replicas",
				Pattern: `{workload} {name} has {count} ready replica(s)`,
				Doc:     "The workload's status reports this number of ready replicas for the current version of its spec.",
				Example: `Then deployment "business" has 6 ready replicas within 2m`,
				Run:     readyReplicas,
			},
			{
				Name:    "workload-scaled",
				Acts:    true,
				Pattern: `{scalable} {name} is scaled to {count} replica(s)`,
				Doc:     "Sets the number of replicas, as kubectl scale does. It does not wait for them.",
				Example: `When deployment "k8s-nginx" is scaled to 16 replicas`,
				Run:     scale,
			},
			{
				Name:    "workload-rolled-out",
				Pattern: `{rollout} {name} is rolled out`,
				Doc: "What kubectl rollout status waits for: the controller has seen the current spec, all replicas are of it " +
					"and available, and none of an older spec is left.",
				Example: `Then deployment "web" is rolled out within 2m`,
				Run:     rolledOut,
			},
			{
				Name:    "pods-replaced",
				Acts:    true,
				Pattern: `the pods of {workload} {name} are replaced`,
				Doc:     "Deletes all pods that the workload has, and waits until they are gone and as many new ones are ready.",
				Example: `When the pods of deployment "my-nginx" are replaced`,
				Run:     replacePods,
			},
			{
				Name:    "owners",
				Pattern: `{workload} {name} owns {count} {pod-owner}(s), which own(s) its pods`,
				Doc: "By owner references: the object owns this number of objects of the second kind, and each of its pods is " +
					"owned by one of them. Each was created after its owner.",
				Example: `Then deployment "k8s-nginx" owns 1 replicaset, which owns its pods`,
				Run:     ownsThrough,
			},
		},
	}
}

func readyReplicas(ctx context.Context, w *world.World, kind, name string, count int, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	check := present(ref, func(obj *unstructured.Unstructured) observe.Verdict {
		ready := number(obj, "status", "readyReplicas") + number(obj, "status", "numberReady")
		if number(obj, "status", "observedGeneration") < obj.GetGeneration() {
			return observe.Verdict{Saw: "its controller has not seen the current spec yet"}
		}
		return observe.Verdict{Met: ready == int64(count), Saw: fmt.Sprintf("%d of %d replicas are ready", ready, number(obj, "spec", "replicas"))}
	})
	if count == 0 {
		return expect(ctx, w, ending, ref, check)
	}
	return expectWell(ctx, w, ending, ref, hopeless.Up, check)
}

func number(obj *unstructured.Unstructured, path ...string) int64 {
	n, _, err := unstructured.NestedInt64(obj.Object, path...)
	if err != nil {
		return 0
	}
	return n
}
