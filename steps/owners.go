package steps

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// ownsThrough follows the owner references down two levels.
func ownsThrough(ctx context.Context, w *world.World, kind, name string, count int, middle string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	between, err := w.Run.Client.KindByName(ctx, middle)
	if err != nil {
		return err
	}
	if err := w.Watch(ctx, between); err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		top := v.Get(ref)
		if top == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
		}
		owned := map[types.UID]bool{}
		for _, obj := range v.List(between, ref.Namespace, nil) {
			if c := metav1.GetControllerOf(obj); c != nil && c.UID == top.GetUID() {
				owned[obj.GetUID()] = true
			}
		}
		if len(owned) != count {
			return observe.Verdict{Saw: "it owns " + times(middle, len(owned))}
		}
		saw := wrongChild(v, ref, top, owned)
		return observe.Verdict{Met: saw == "", Saw: saw}
	})
}

// wrongChild says what is not as a chain of owners must be: a number of pods,
// an owner, or the order in which two were made.
func wrongChild(v observe.View, ref kube.Ref, top *unstructured.Unstructured, owned map[types.UID]bool) string {
	born := func(uid types.UID) observe.Observation { o, _ := observe.Born(v, uid); return o }
	for uid := range owned {
		if before, known := observe.Before(born(top.GetUID()), born(uid)); !known || !before {
			return fmt.Sprintf("%s was there before %s", born(uid).Ref, ref)
		}
	}
	pods, saw := allPods(v, ref)
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
