package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func noOtherPodRestarted(ctx context.Context, w *world.World, pod string, span step.Span) error {
	ref, err := w.Resolve(ctx, "pods", pod)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, namespace := range w.Namespaces() {
		own[namespace] = true
	}
	return never(ctx, w, span, ref, noOthersRestart(ref, own))
}

// noOthersRestart looks at every version of every other pod in the namespaces:
// one that was deleted or replaced has not lost its restarts.
func noOthersRestart(but kube.Ref, namespaces map[string]bool) claim {
	others := func(v observe.View) (found bool, restarted []string) {
		for _, o := range observe.OfKind(v, but.Kind.GVR.GroupResource(), 0) {
			if !namespaces[o.Ref.Namespace] || o.Ref == but {
				continue
			}
			found = true
			if container := restartedContainer(asPod(o.Object)); container != "" {
				restarted = append(restarted, fmt.Sprintf("container %q of %s", container, o.Ref))
			}
		}
		slices.Sort(restarted)
		return found, slices.Compact(restarted)
	}
	return claim{
		lacks: func(v observe.View) string {
			if saw := neverThere(v, but); saw != "" {
				return saw
			}
			if found, _ := others(v); !found {
				return "there was no other pod in the scenario"
			}
			return ""
		},
		broken: func(v observe.View) string {
			if _, restarted := others(v); len(restarted) > 0 {
				return strings.Join(restarted, ", ") + " has restarted"
			}
			return ""
		},
	}
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
