package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

func noOtherPodRestarted(ctx context.Context, w *world.World, pod string) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, namespace := range w.Namespaces() {
		own[namespace] = true
	}
	return now(ctx, w, ref, func(v observe.View) observe.Verdict { return othersRestarted(v, ref, own) })
}

// othersRestarted looks at every version of every other pod in the namespaces:
// one that was deleted or replaced has not lost its restarts.
func othersRestarted(v observe.View, but kube.Ref, namespaces map[string]bool) observe.Verdict {
	if saw := neverThere(v, but); saw != "" {
		return observe.Verdict{Saw: saw}
	}
	others := map[kube.Ref]bool{}
	var restarted []string
	for _, o := range v.All() {
		if o.Ref.Kind.GVK.Kind != "Pod" || !namespaces[o.Ref.Namespace] || o.Ref == but {
			continue
		}
		others[o.Ref] = true
		if container := restartedContainer(asPod(o.Object)); container != "" {
			restarted = append(restarted, fmt.Sprintf("container %q of %s", container, o.Ref))
		}
	}
	if len(others) == 0 {
		return observe.Verdict{Saw: "there was no other pod in the scenario"}
	}
	slices.Sort(restarted)
	return observe.Verdict{Met: len(restarted) == 0, Saw: strings.Join(slices.Compact(restarted), ", ") + " has restarted"}
}

// restartedContainer is the first container that has restarted, init
// containers included; "" when none has.
func restartedContainer(pod *corev1.Pod) string {
	if pod == nil {
		return ""
	}
	for _, c := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		if c.RestartCount > 0 {
			return c.Name
		}
	}
	return ""
}
