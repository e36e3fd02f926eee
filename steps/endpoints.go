package steps

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// backing is what stands behind a service.
type backing struct {
	service      kube.Ref
	slices, pods kube.Kind
}

// endpointsOf watches the service's EndpointSlices, and returns where to look
// them up in a view.
func endpointsOf(ctx context.Context, w *world.World, service string) (b backing, err error) {
	if b.service, err = w.Resolve(ctx, "services", service); err != nil {
		return b, err
	}
	if b.slices, err = watched(ctx, w, "endpointslices"); err != nil {
		return b, err
	}
	b.pods, err = watched(ctx, w, "pods")
	return b, err
}

// listed are the endpoints by the slices alone.
func (b backing) listed(v observe.View) (*endpoints, string) {
	return readEndpoints(v, b.service, b.slices, b.pods)
}

// staying are the endpoints by the slices and by the pods: none that is on its way out is ready.
func (b backing) staying(v observe.View) (*endpoints, string) {
	have, saw := b.listed(v)
	if have == nil {
		return nil, saw
	}
	have.watchPods(v, b.pods, b.service.Namespace)
	return have, ""
}

// unlessName is a check of endpoints, which a service that is only a name never has.
func (b backing) unlessName(check observe.Check) observe.Check {
	return unless(noEndpoints, b.service, check)
}

// judge looks at the endpoints for the sake of a pod, which must be or have been there.
func (b backing) judge(v observe.View, pod kube.Ref, good func(*endpoints) bool) observe.Verdict {
	if never := neverThere(v, pod); never != "" {
		return observe.Verdict{Saw: never}
	}
	have, saw := b.staying(v)
	if have == nil {
		return observe.Verdict{Saw: saw}
	}
	return observe.Verdict{Met: good(have), Saw: have.String() + "; the pod is " + sawPod(v, pod)}
}
