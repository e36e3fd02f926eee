package steps

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
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
				Doc: "The workload's status reports this number of ready replicas for the current version of its spec, and as many of " +
					"its pods are ready. A pod that is being deleted does not count.",
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
					"and available, and none of an older spec is left. Of a StatefulSet with a partition, the pods from that number on " +
					"are of the current spec. A pod that is being deleted does not count. A rollout that has exceeded its progress " +
					"deadline fails at once, and so does one whose strategy OnDelete replaces no pod.",
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
	if err := watchOwned(ctx, w, ref); err != nil {
		return err
	}
	unheard := w.UnheardPods()
	check := presentIn(ref, once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return hasReady(v, ref, obj, int64(count), unheard)
	}))
	if count == 0 {
		return expect(ctx, w, ending, ref, check)
	}
	return expectWell(ctx, w, ending, ref, failfast.Up, check)
}

// hasReady needs the status and the pods to agree.
func hasReady(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, count int64, unheard func(*corev1.Pod) string) observe.Verdict {
	r, saw := replicasOf(obj)
	if saw != "" {
		return observe.Verdict{Saw: saw}
	}
	if r.ready != count {
		return observe.Verdict{Saw: fmt.Sprintf("%d of %d replicas are ready", r.ready, r.wanted)}
	}
	if ready, counted := readyPods(v, ref, obj, unheard); counted && ready != count {
		return observe.Verdict{Saw: sawPods("ready replica", count, ready)}
	}
	return observe.Verdict{Met: true}
}

// watchOwned watches what stands between a workload and its pods, which the scenario need not have applied itself.
func watchOwned(ctx context.Context, w *world.World, ref kube.Ref) error {
	if ref.Kind.GVK.GroupKind() != kindDeployment {
		return nil
	}
	_, err := watched(ctx, w, "replicasets.apps")
	return err
}
