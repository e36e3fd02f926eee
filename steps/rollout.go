package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func scale(ctx context.Context, w *world.World, kind, name string, count int) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return onceThere(ctx, w, ref, func(ctx context.Context) error {
		return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error { return to.Scale(ctx, ref, count) })
	})
}

func rolledOut(ctx context.Context, w *world.World, kind, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	if err := watchOwned(ctx, w, ref); err != nil {
		return err
	}
	unheard := w.UnheardPods()
	return expectWell(ctx, w, ending, ref, failfast.Complete, presentIn(ref, func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return rolloutDone(v, ref, obj, unheard)
	}))
}

// rolloutDone judges by the rules of kubectl rollout status, and needs the pods to agree.
func rolloutDone(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, unheard func(*corev1.Pod) string) observe.Verdict {
	if saw := noRollout(obj); saw != "" {
		return observe.Verdict{Saw: saw, Hopeless: errors.New("nothing of this kind is rolled out")}
	}
	r, saw := replicasOf(obj)
	if saw == "" {
		saw = rolloutLacks(obj, r)
	}
	if saw != "" {
		return observe.Verdict{Saw: saw}
	}
	if ready, counted := readyPods(v, ref, obj, unheard); counted && ready < r.wanted {
		return observe.Verdict{Saw: sawPods("available replica", r.available, ready)}
	}
	return observe.Verdict{Met: true}
}

// noRollout tells of the kinds of Kubernetes that replace no pods when their spec changes. Of a custom resource that is
// not known before its status says so.
func noRollout(obj *unstructured.Unstructured) string {
	kind := obj.GroupVersionKind().GroupKind()
	switch {
	case kind == kindDeployment, kind == kindStatefulSet, kind == kindDaemonSet, isCustom(kind):
		return ""
	case kind == kindJob:
		return `a job has no rollout: ask for its condition "Complete"`
	}
	return fmt.Sprintf("a %s has no rollout", strings.ToLower(kind.Kind))
}

// isCustom tells of kinds that are not of Kubernetes itself, whose groups have short names, or names below k8s.io.
func isCustom(kind schema.GroupKind) bool {
	return strings.Contains(kind.Group, ".") && !strings.HasSuffix(kind.Group, ".k8s.io")
}

// rolloutLacks says what a rollout waits for, by the rules of kubectl rollout
// status (k8s.io/kubectl/pkg/polymorphichelpers); "" when it is complete.
func rolloutLacks(obj *unstructured.Unstructured, r replicas) string {
	kept := min(partition(obj), r.wanted)
	switch {
	case r.updated < r.wanted-kept:
		return fmt.Sprintf("%d of %d replicas are of the current spec", r.updated, r.wanted-kept)
	case r.all > r.updated+kept:
		return fmt.Sprintf("%d replicas of an older spec are left", r.all-r.updated-kept)
	case r.available < max(r.updated, r.wanted):
		return fmt.Sprintf("%d of %d replicas are available", r.available, max(r.updated, r.wanted))
	}
	return ""
}

// partition is how many pods a StatefulSet leaves as they are.
func partition(obj *unstructured.Unstructured) int64 {
	if obj.GroupVersionKind().GroupKind() != kindStatefulSet {
		return 0
	}
	return number(obj, "spec", "updateStrategy", "rollingUpdate", "partition")
}

// replacePods is over when none of the pods that it found is left, and their
// successors are ready.
func replacePods(ctx context.Context, w *world.World, kind, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	pods, err := w.Run.Client.KindByName(ctx, "pods")
	if err != nil {
		return err
	}
	if err := able(ctx, w, ref, failfast.Present, presentIn(ref, func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		return hasPods(v, ref, obj)
	})); err != nil {
		return err
	}
	old := map[types.UID]bool{}
	var doomed []kube.Ref
	w.Timeline.View(func(v observe.View) {
		for _, pod := range presentPods(v, ref) {
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
	return expectWell(ctx, w, ending, ref, failfast.Up, func(v observe.View) observe.Verdict {
		return replaced(v, ref, old)
	})
}

// hasPods is met when there is a pod to replace. A workload that wants none gets none.
func hasPods(v observe.View, ref kube.Ref, obj *unstructured.Unstructured) observe.Verdict {
	verdict := observe.Verdict{Met: len(presentPods(v, ref)) > 0, Saw: "it has no pods to replace"}
	if wanted, found, err := unstructured.NestedInt64(obj.Object, "spec", "replicas"); found && err == nil && wanted == 0 {
		verdict.Hopeless = errors.New("it wants 0 replicas")
	}
	return verdict
}

// replaced is met when the old pods are gone, to their last second, and as many new ones are ready.
func replaced(v observe.View, ref kube.Ref, old map[types.UID]bool) observe.Verdict {
	ready, left := 0, 0
	for _, pod := range existingPods(v, ref) {
		switch {
		case old[pod.UID]:
			left++
		case pod.DeletionTimestamp == nil && podIsReady(pod):
			ready++
		}
	}
	return observe.Verdict{Met: left == 0 && ready >= len(old),
		Saw: fmt.Sprintf("%s left, %d of %d new ones ready", times("old pod", left), ready, len(old))}
}

func podIsReady(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}
