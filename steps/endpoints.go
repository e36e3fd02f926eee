package steps

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// endpointsOf watches the service's EndpointSlices, and returns where to look
// them up in a view.
func endpointsOf(ctx context.Context, w *world.World, service string) (b objects.Backing, err error) {
	if b.Service, err = w.Resolve(ctx, "services", service); err != nil {
		return b, err
	}
	if b.Slices, err = watched(ctx, w, "endpointslices"); err != nil {
		return b, err
	}
	b.Pods, err = watched(ctx, w, "pods")
	return b, err
}

// unlessName is a check of endpoints, which a service that is only a name never has.
func unlessName(b objects.Backing, check observe.Check) observe.Check {
	return unless(noEndpoints, b.Service, check)
}

// judgeEndpoints looks at the endpoints for the sake of a pod, which must be or have been there.
func judgeEndpoints(v observe.View, b objects.Backing, pod kube.Ref, good func(*objects.Endpoints) bool) observe.Verdict {
	if never := objects.NeverThere(v, pod); never != "" {
		return observe.Verdict{Saw: never}
	}
	have, saw := b.Staying(v)
	if have == nil {
		return observe.Verdict{Saw: saw}
	}
	return observe.Verdict{Met: good(have), Saw: have.String() + "; the pod is " + objects.SawPod(v, pod)}
}
