package assert

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// A pod that does not listen yet refuses connections, and one that does not exist yet does not answer. A refusal or silence
// therefore counts only when the pod or Service is ready, or when it lasts for a span of time.

// WhenReady accepts a pod's refusal only when the pod is ready.
func WhenReady(w *world.World, pod kube.Ref, ending step.Ending, ask probe.Attempt) probe.Attempt {
	return guarded(w, ending, ask, func(v observe.View) string {
		obj := v.Get(pod)
		if obj == nil || !objects.HasCondition(pod, obj, "Ready").Met {
			return fmt.Sprintf("%s is not ready, and refuses for that alone: %s", pod, objects.SawPod(v, pod))
		}
		if heard := Heard(w, v, pod, obj, "Ready", observe.Verdict{Met: true, Saw: fmt.Sprintf("%s is ready", pod)}); !heard.Met {
			return heard.Saw
		}
		return ""
	})
}

// WhenServed accepts a Service's silence only when the Service has a ready endpoint.
func WhenServed(w *world.World, ending step.Ending, look func(observe.View) (*objects.Endpoints, string), ask probe.Attempt) probe.Attempt {
	return guarded(w, ending, ask, func(v observe.View) string { return unserved(look(v)) })
}

// WhenThere is WhenServed for a host that may be a Service, or anything else of which nothing is known.
func WhenThere(w *world.World, ending step.Ending, b objects.Backing, ask probe.Attempt) probe.Attempt {
	return guarded(w, ending, ask, func(v observe.View) string {
		svc := kube.As[corev1.Service](v.Get(b.Service))
		if svc == nil || svc.Spec.Type == corev1.ServiceTypeExternalName {
			return ""
		}
		return unserved(b.Staying(v))
	})
}

func unserved(have *objects.Endpoints, saw string) string {
	switch {
	case have == nil:
		return saw
	case have.Count() == 0:
		return "nobody is there to answer: " + have.String()
	}
	return ""
}

func guarded(w *world.World, ending step.Ending, ask probe.Attempt, unready func(observe.View) string) probe.Attempt {
	if ending.For > 0 {
		return ask
	}
	return func(ctx context.Context) error {
		var saw string
		w.Timeline.View(func(v observe.View) { saw = unready(v) })
		if saw != "" {
			return errors.New(saw + " (a span, as in `for 5s`, would count without that)")
		}
		return ask(ctx)
	}
}
