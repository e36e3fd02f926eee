package steps

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func workloadSteps() step.Group {
	return step.Group{
		Name: "workload", Title: "Workloads", Doc: "Deployments, StatefulSets, DaemonSets and Jobs, and the pods they own.",
		Defs: []step.Def{
			{
				Name:    "workload-ready-replicas",
				Rights:  rightsOfReplicas,
				Pattern: `{workload} {name} has {count} ready replica(s)`,
				Doc: "The workload's status reports this number of ready replicas for the current version of its spec, and as many of " +
					"its pods are ready. A pod that is being deleted does not count.",
				Example: `Then deployment "business" has 6 ready replicas within 2m`,
				Run:     readyReplicas,
			},
			{
				Name:    "workload-scaled",
				Rights:  rightsToScale,
				Acts:    true,
				Pattern: `{scalable} {name} is scaled to {count} replica(s)`,
				Doc:     "Sets the number of replicas, as kubectl scale does. It does not wait for them.",
				Example: `When deployment "k8s-nginx" is scaled to 16 replicas`,
				Run:     scale,
			},
			{
				Name:    "workload-rolled-out",
				Spans:   true,
				Rights:  rightsOfReplicas,
				Pattern: `{rollout} {name} is rolled out`,
				Doc: "What kubectl rollout status waits for: the controller has seen the current spec, all replicas are of it " +
					"and available, and none of an older spec is left. Of a StatefulSet with a partition, the pods from that number on " +
					"are of the current spec. A pod that is being deleted does not count. A rollout that has exceeded its progress " +
					"deadline fails immediately, and so does one whose strategy OnDelete replaces no pod.",
				Example: `Then deployment "web" is rolled out within 2m`,
				Run:     rolledOut,
			},
			{
				Name:    "pods-replaced",
				Rights:  rightsToDeletePods,
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

func readyReplicas(ctx context.Context, w *world.World, workload world.ObjectRef, count int, ending step.Ending) error {
	if err := watchOwned(ctx, w, workload.Ref); err != nil {
		return err
	}
	unheard := w.UnheardPods()
	check := objects.PresentIn(workload.Ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return hasReady(v, workload.Ref, obj, int64(count), unheard)
	}))
	if count == 0 {
		return assert.Eventually(ctx, w, ending, workload.Ref, check, assert.WarnAtOnce(assert.Ever(workload.Ref, hasOrNeedsNone)))
	}
	err := assert.Eventually(ctx, w, ending, workload.Ref, check, assert.FailFast(failfast.Up))
	if err == nil && !wants(w, workload.Ref, int64(count)) {
		assert.WarnNumber(ctx, w, ending)
	}
	return err
}

// hasOrNeedsNone reports whether a workload has ready replicas or wants none.
func hasOrNeedsNone(obj *unstructured.Unstructured) bool {
	r := objects.StatusReplicas(obj)
	return r.Ready > 0 || r.Wanted == 0
}

// wants reports whether this is the number of replicas in the spec of a workload.
func wants(w *world.World, ref kube.Ref, count int64) (is bool) {
	w.Timeline.View(func(v observe.View) {
		obj := v.Get(ref)
		is = obj != nil && objects.StatusReplicas(obj).Wanted == count
	})
	return is
}

// hasReady requires that the status and the pods agree.
func hasReady(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, count int64, unheard func(*corev1.Pod) string) observe.Verdict {
	r, saw := objects.ReplicasOf(obj)
	if saw != "" {
		return observe.Verdict{Saw: saw}
	}
	if r.Ready != count {
		return observe.Verdict{Saw: fmt.Sprintf("%d of %d replicas are ready", r.Ready, r.Wanted)}
	}
	if ready, counted := objects.ReadyPods(v, ref, obj, unheard); counted && ready != count {
		return observe.Verdict{Saw: objects.SawPods("ready replica", count, ready)}
	}
	return observe.Verdict{Met: true}
}

// watchOwned watches the objects between a workload and its pods, which the scenario need not have applied itself.
func watchOwned(ctx context.Context, w *world.World, ref kube.Ref) error {
	if ref.Kind.GVK.GroupKind() != objects.KindDeployment {
		return nil
	}
	_, err := w.WatchNamed(ctx, "replicasets.apps")
	return err
}

// ownsThrough follows the owner references down two levels.
func ownsThrough(ctx context.Context, w *world.World, workload world.ObjectRef, count int, middle string, ending step.Ending) error {
	between, err := w.Run.Client.KindByName(ctx, middle)
	if err != nil {
		return err
	}
	if err := w.Watch(ctx, between); err != nil {
		return err
	}
	return assert.Eventually(ctx, w, ending, workload.Ref, func(v observe.View) observe.Verdict {
		top := v.Get(workload.Ref)
		if top == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", workload.Ref)}
		}
		if stale := objects.StatusLags(top); stale != "" { // the controller may still create another one
			return observe.Verdict{Saw: stale}
		}
		owned := map[types.UID]bool{}
		for _, obj := range v.List(between, workload.Namespace, nil) {
			if c := metav1.GetControllerOf(obj); c != nil && c.UID == top.GetUID() {
				owned[obj.GetUID()] = true
			}
		}
		if len(owned) != count {
			return observe.Verdict{Saw: "it owns " + words.Times(middle, len(owned))}
		}
		saw := wrongChild(v, workload.Ref, top, owned)
		return observe.Verdict{Met: saw == "", Saw: saw}
	})
}

// wrongChild returns what is wrong with a chain of owners: the number of pods, an owner, or the order of creation.
func wrongChild(v observe.View, ref kube.Ref, top *unstructured.Unstructured, owned map[types.UID]bool) string {
	born := func(uid types.UID) observe.Observation { o, _ := observe.Born(v, uid); return o }
	for uid := range owned {
		if before, known := observe.Before(born(top.GetUID()), born(uid)); !known || !before {
			return fmt.Sprintf("%s was there before %s", born(uid).Ref, ref)
		}
	}
	pods, saw := objects.AllPods(v, ref)
	if saw != "" {
		return saw
	}
	for _, pod := range pods {
		owner := metav1.GetControllerOf(pod)
		if owner == nil || !owned[owner.UID] {
			return fmt.Sprintf("pod %q has another owner", pod.Name)
		}
		if before, known := observe.Before(born(owner.UID), born(pod.UID)); !known || !before {
			return fmt.Sprintf("pod %q was there before its owner", pod.Name)
		}
	}
	return ""
}

func scale(ctx context.Context, w *world.World, workload world.ObjectRef, count int) error {
	return assert.OnceThere(ctx, w, workload.Ref, func(ctx context.Context) error {
		return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error { return to.Scale(ctx, workload.Ref, count) })
	})
}

func rolledOut(ctx context.Context, w *world.World, workload world.ObjectRef, ending step.Ending) error {
	if err := watchOwned(ctx, w, workload.Ref); err != nil {
		return err
	}
	return assert.Eventually(ctx, w, ending, workload.Ref, isRolledOut(w, workload.Ref), assert.FailFast(failfast.Complete))
}

func isRolledOut(w *world.World, ref kube.Ref) observe.Check {
	unheard := w.UnheardPods()
	return objects.PresentIn(ref, objects.Once(func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return objects.RolloutDone(v, ref, obj, unheard)
	}))
}

// replacePods waits until none of the pods that it found is left and their replacements are ready.
func replacePods(ctx context.Context, w *world.World, workload world.ObjectRef, ending step.Ending) error {
	pods, err := w.Run.Client.KindByName(ctx, "pods")
	if err != nil {
		return err
	}
	if err := assert.Able(ctx, w, workload.Ref, failfast.Present, objects.PresentIn(workload.Ref, func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return hasPods(v, workload.Ref, obj)
	})); err != nil {
		return err
	}
	old := map[types.UID]bool{}
	var doomed []kube.Ref
	w.Timeline.View(func(v observe.View) {
		for _, pod := range objects.PresentPods(v, workload.Ref) {
			old[pod.UID] = true
			doomed = append(doomed, kube.Ref{Kind: pods, Namespace: pod.Namespace, Name: pod.Name})
		}
	})
	err = w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		for _, pod := range doomed {
			if _, err := to.Delete(ctx, pod); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return assert.Eventually(ctx, w, ending, workload.Ref, func(v observe.View) observe.Verdict {
		return replaced(v, workload.Ref, old)
	}, assert.FailFast(failfast.Up))
}

// hasPods is met when there is a pod to replace. It fails fast for a workload that wants none.
func hasPods(v observe.View, ref kube.Ref, obj *unstructured.Unstructured) observe.Verdict {
	verdict := observe.Verdict{Met: len(objects.PresentPods(v, ref)) > 0, Saw: "it has no pods to replace"}
	if wanted, found, err := unstructured.NestedInt64(obj.Object, "spec", "replicas"); found && err == nil && wanted == 0 {
		verdict.FailsFast = errors.New("it wants 0 replicas")
	}
	return verdict
}

// replaced is met when the old pods no longer exist, not even as terminating ones, and as many new ones are ready.
func replaced(v observe.View, ref kube.Ref, old map[types.UID]bool) observe.Verdict {
	ready, left := 0, 0
	for _, pod := range objects.ExistingPods(v, ref) {
		switch {
		case old[pod.UID]:
			left++
		case pod.DeletionTimestamp == nil && objects.PodIsReady(pod):
			ready++
		}
	}
	return observe.Verdict{Met: left == 0 && ready >= len(old),
		Saw: fmt.Sprintf("%s left, %d of %d new ones ready", words.Times("old pod", left), ready, len(old))}
}
