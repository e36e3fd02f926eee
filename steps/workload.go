package steps

import (
	"context"
	"fmt"
	"sort"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/steps/kube"
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
				Pattern: `{kind} {name} has {count} ready replica(s)`,
				Doc:     "The workload's status reports this number of ready replicas for the current version of its spec.",
				Example: `Then deployment "business" has 6 ready replicas within 2m`,
				Run:     readyReplicas,
			},
			{
				Name:    "no-pod-on-node",
				Pattern: `no pod of {kind} {name} was ever on node {node}`,
				Doc: "The workload has pods, all of them have a node, and at no time of the scenario was one of them " +
					"placed on this node.",
				Example: `Then no pod of deployment "business" was ever on node "control-plane"`,
				Run:     noPodOnNode,
			},
		},
	}
}

func readyReplicas(ctx context.Context, w *world.World, kind, name string, count int, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		obj := v.Get(ref)
		if obj == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
		}
		ready := number(obj, "status", "readyReplicas") + number(obj, "status", "numberReady")
		if number(obj, "status", "observedGeneration") < obj.GetGeneration() {
			return observe.Verdict{Saw: "its controller has not seen the current spec yet"}
		}
		return observe.Verdict{Met: ready == int64(count), Saw: fmt.Sprintf("%d of %d replicas are ready", ready, number(obj, "spec", "replicas"))}
	})
}

func number(obj *unstructured.Unstructured, path ...string) int64 {
	n, _, err := unstructured.NestedInt64(obj.Object, path...)
	if err != nil {
		return 0
	}
	return n
}

func noPodOnNode(ctx context.Context, w *world.World, kind, name, node string) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	full, err := w.Run.Nodes.Resolve(node)
	if err != nil {
		return err
	}
	return now(ctx, w, ref, func(v observe.View) observe.Verdict {
		owned := ownedPods(v, ref)
		if len(owned) == 0 {
			return observe.Verdict{Saw: fmt.Sprintf("%s has no pods", ref)}
		}
		for _, pod := range owned {
			if pod.Spec.NodeName == full {
				return observe.Verdict{Saw: fmt.Sprintf("pod %q was placed on node %q", pod.Name, full)}
			}
		}
		return observe.Verdict{Met: true}
	})
}

// ownedPods are all pods of the workload that the scenario has seen, each in
// its last version, followed from owner to owner (a Deployment owns a
// ReplicaSet, which owns the pods).
func ownedPods(v observe.View, workload kube.Ref) []*corev1.Pod {
	owner := v.Get(workload)
	if owner == nil {
		return nil
	}
	owners := map[types.UID]bool{owner.GetUID(): true}
	last := map[types.UID]*corev1.Pod{}
	for before := 0; len(owners) > before; { // kinds arrive on watches of their own: a pod may be seen before its owner
		before = len(owners)
		for _, o := range v.All() {
			if o.Object == nil || !ownedByOneOf(o.Object, owners) {
				continue
			}
			owners[o.Object.GetUID()] = true
			if o.Ref.Kind.GVK.Kind == "Pod" {
				last[o.Object.GetUID()] = asPod(o.Object)
			}
		}
	}
	pods := make([]*corev1.Pod, 0, len(last))
	for _, pod := range last {
		pods = append(pods, pod)
	}
	sort.Slice(pods, func(i, j int) bool { return pods[i].Name < pods[j].Name })
	return pods
}

func ownedByOneOf(obj *unstructured.Unstructured, owners map[types.UID]bool) bool {
	for _, ref := range obj.GetOwnerReferences() {
		if owners[ref.UID] {
			return true
		}
	}
	return false
}
