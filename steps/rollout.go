package steps

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/steps/hopeless"
	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func scale(ctx context.Context, w *world.World, kind, name string, count int) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error { return to.Scale(ctx, ref, count) })
}

func rolledOut(ctx context.Context, w *world.World, kind, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	return expectWell(ctx, w, ending, ref, hopeless.Complete, present(ref, func(obj *unstructured.Unstructured) observe.Verdict {
		saw := rolloutLacks(obj)
		return observe.Verdict{Met: saw == "", Saw: saw}
	}))
}

// rolloutLacks says what a rollout waits for, by the rules of kubectl rollout
// status (k8s.io/kubectl/pkg/polymorphichelpers); "" when it is complete.
func rolloutLacks(obj *unstructured.Unstructured) string {
	if number(obj, "status", "observedGeneration") < obj.GetGeneration() {
		return "its controller has not seen the current spec yet"
	}
	if obj.GetKind() == "DaemonSet" {
		wanted := number(obj, "status", "desiredNumberScheduled")
		return firstLack(wanted, wanted, number(obj, "status", "updatedNumberScheduled"), number(obj, "status", "numberAvailable"))
	}
	all := number(obj, "status", "replicas")
	return firstLack(number(obj, "spec", "replicas"), all, number(obj, "status", "updatedReplicas"), number(obj, "status", "availableReplicas"))
}

func firstLack(wanted, all, updated, available int64) string {
	switch {
	case updated < wanted:
		return fmt.Sprintf("%d of %d replicas are of the current spec", updated, wanted)
	case all > updated:
		return fmt.Sprintf("%d replicas of an older spec are left", all-updated)
	case available < updated:
		return fmt.Sprintf("%d of %d replicas are available", available, updated)
	}
	return ""
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
	old := map[types.UID]bool{}
	var doomed []kube.Ref
	w.Timeline.View(func(v observe.View) {
		for _, pod := range presentPods(v, ref) {
			old[pod.UID] = true
			doomed = append(doomed, kube.Ref{Kind: pods, Namespace: pod.Namespace, Name: pod.Name})
		}
	})
	if len(doomed) == 0 {
		return failure(ctx, w, ref, 0, errors.New("it has no pods to replace"))
	}
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
	return expectWell(ctx, w, ending, ref, hopeless.Up, func(v observe.View) observe.Verdict {
		ready, left := 0, 0
		for _, pod := range presentPods(v, ref) {
			switch {
			case old[pod.UID]:
				left++
			case podIsReady(pod):
				ready++
			}
		}
		return observe.Verdict{Met: left == 0 && ready >= len(doomed),
			Saw: fmt.Sprintf("%s left, %d of %d new ones ready", times("old pod", left), ready, len(doomed))}
	})
}

func podIsReady(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}
