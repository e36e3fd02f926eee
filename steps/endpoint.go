package steps

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func endpointSteps() step.Group {
	return step.Group{
		Name: "endpoint", Title: "Endpoints of services", Doc: "Which pods get the requests to a service: its EndpointSlices, watched.",
		Defs: []step.Def{
			{
				Name:    "service-ready-endpoints",
				Rights:  rightsOfEndpoints,
				Pattern: `service {name} has {count} ready endpoint(s)`,
				Doc: "The service's EndpointSlices list exactly this number of ready endpoints, and each port of the service is a port of one of them. " +
					"None is on its way out: terminating, or of a pod that is being deleted. For a service with a selector, 0 counts only " +
					"once its EndpointSlice exists.",
				Example: `Then service "my-nginx" has 6 ready endpoints`,
				Run:     readyEndpoints,
			},
			{
				Name:    "every-pod-is-endpoint",
				Rights:  rightsOfEndpoints,
				Pattern: `every pod of {workload} {name} is an endpoint of service {name}`,
				Doc:     "The workload has as many pods as its spec requires, and each is one of the service's ready endpoints. Each port of the service is a port of one of them.",
				Example: `Then every pod of deployment "my-nginx" is an endpoint of service "my-nginx"`,
				Run:     everyPodIsEndpoint,
			},
			{
				Name:    "pod-is-endpoint",
				Rights:  rightsOfEndpoints,
				Pattern: `pod {name} is an endpoint of service {name}`,
				Doc: "The pod is one of the service's ready endpoints and is not being deleted, and each port of the service is a port of one " +
					"of them: requests to the service may reach it.",
				Example: `Then pod "web" is an endpoint of service "web"`,
				Run:     podIsEndpoint,
			},
			{
				Name:    "pod-is-no-endpoint",
				Rights:  rightsOfEndpoints,
				Pattern: `pod {name} is not an endpoint of service {name}`,
				Doc:     "The pod is or was there, and is not one of the service's ready endpoints, or none with a port of the service: no new request to the service reaches it.",
				Example: `Then pod "web" is not an endpoint of service "web" for 3s`,
				Run:     podIsNoEndpoint,
			},
		},
	}
}

func readyEndpoints(ctx context.Context, w *world.World, service world.ServiceRef, count int, ending step.Ending) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	check := unlessName(b, func(v observe.View) observe.Verdict {
		have, saw := b.Staying(v)
		if have == nil {
			return observe.Verdict{Saw: saw}
		}
		return observe.Verdict{Met: have.Exactly(count), Saw: have.String()}
	})
	if count == 0 {
		return assert.Eventually(ctx, w, ending, b.Service, check, assert.WarnAtOnce(b.EverReady("")))
	}
	err = assert.Eventually(ctx, w, ending, b.Service, check, assert.FailFast(failfast.Up))
	if err == nil && !toHave(w, b, count) {
		assert.WarnNumber(ctx, w, ending)
	}
	return err
}

// toHave reports whether a Service will have this number of endpoints once all replicas are ready.
func toHave(w *world.World, b objects.Backing, count int) (is bool) {
	w.Timeline.View(func(v observe.View) { is = b.Wanted(v) == int64(count) })
	return is
}

func everyPodIsEndpoint(ctx context.Context, w *world.World, workload world.ObjectRef, service world.ServiceRef, ending step.Ending) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	return assert.Eventually(ctx, w, ending, b.Service, unlessName(b, func(v observe.View) observe.Verdict {
		have, saw := b.Staying(v)
		if have == nil {
			return observe.Verdict{Saw: saw}
		}
		pods, saw := objects.AllPods(v, workload.Ref)
		if saw != "" {
			return observe.Verdict{Saw: saw}
		}
		for _, pod := range pods {
			if !have.Has(pod.Name) {
				return observe.Verdict{Saw: fmt.Sprintf("pod %q is not among them: %s", pod.Name, have)}
			}
		}
		return observe.Verdict{Met: have.Serves(), Saw: have.String()}
	}), assert.FailFast(failfast.Up))
}

func podIsEndpoint(ctx context.Context, w *world.World, pod world.PodRef, service world.ServiceRef, ending step.Ending) error {
	return expectEndpoint(ctx, w, pod, service, true, ending)
}

func podIsNoEndpoint(ctx context.Context, w *world.World, pod world.PodRef, service world.ServiceRef, ending step.Ending) error {
	return expectEndpoint(ctx, w, pod, service, false, ending)
}

func expectEndpoint(ctx context.Context, w *world.World, pod world.PodRef, service world.ServiceRef, wanted bool, ending step.Ending) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	if !wanted {
		return assert.Eventually(ctx, w, ending, pod.Ref, unlessName(b, func(v observe.View) observe.Verdict { // a failure explains the pod, which remains an endpoint
			return judgeEndpoints(v, b, pod.Ref, func(e *objects.Endpoints) bool { return !e.Lists(pod.Name) })
		}), assert.WarnAtOnce(b.EverReady(pod.Name)))
	}
	return assert.Eventually(ctx, w, ending, b.Service, unlessName(b, func(v observe.View) observe.Verdict {
		return judgeEndpoints(v, b, pod.Ref, func(e *objects.Endpoints) bool { return e.Has(pod.Name) && e.Serves() })
	}), assert.FailFastOf(failfast.Subject{Ref: pod.Ref}))
}

// endpointsOf watches pods and EndpointSlices, and returns where to find those of the Service in a view.
func endpointsOf(ctx context.Context, w *world.World, service kube.Ref) (b objects.Backing, err error) {
	b.Service, b.Unheard = service, w.UnheardPods()
	if b.Slices, err = w.WatchNamed(ctx, "endpointslices"); err != nil {
		return b, err
	}
	b.Pods, err = w.WatchNamed(ctx, "pods")
	return b, err
}

// unlessName fails fast for a Service of type ExternalName, which never has endpoints.
func unlessName(b objects.Backing, check observe.Check) observe.Check {
	return assert.Unless(assert.NoEndpoints, b.Service, check)
}

// judgeEndpoints judges the endpoints with regard to a pod, which must exist or have existed.
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
