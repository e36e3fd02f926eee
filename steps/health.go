package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func healthSteps() step.Group {
	return step.Group{
		Name: "health", Title: "gRPC health",
		Doc: "Ask a server, without TLS, for the health of one of its services in the gRPC health protocol (grpc.health.v1), as a gRPC probe does. `for \"\"` " +
			"asks for the server itself. Each question has a connection of its own; it is asked again until the answer is the one that is wanted. Without an answer none of these steps is met.",
		Defs: []step.Def{
			{
				Name:    "pod-health-forwarded",
				Asks:    step.AsksNetwork,
				Rights:  rightsToForward,
				Pattern: `pod {name} port {count} answers gRPC health {health} for {text} through a port-forward`,
				Doc:     "From this machine by way of the API server, as with kubectl port-forward: on any cluster.",
				Example: `Then pod "web" port 5000 answers gRPC health SERVING for "shop.Orders" through a port-forward`,
				Run:     podHealthForwarded,
			},
			{
				Name:    "service-health-forwarded",
				Asks:    step.AsksNetwork,
				Rights:  slices.Concat(rightsToForward, rightsOfEndpoints),
				Pattern: `service {name} port {count} answers gRPC health {health} for {text} through a port-forward`,
				Doc:     "The same at a ready pod behind this port of the service. It shows what the pod answers, and not how the service leads there.",
				Example: `Then service "web" port 5000 answers gRPC health SERVING for "" through a port-forward`,
				Run:     serviceHealthForwarded,
			},
			{
				Name:    "pod-gets-health",
				Asks:    step.AsksNetwork,
				Rights:  rightsToRun,
				Pattern: `pod {name} gets gRPC health {health} for {text} from {host} on port {count}`,
				Doc:     "From the pod's first container to a host, which may be a service. The container needs timeout and nc, as in the image busybox.",
				Example: `Then pod "client" gets gRPC health SERVING for "shop.Orders" from "web" on port 5000`,
				Run:     podGetsHealth,
			},
			{
				Name:    "service-health-on-node",
				Asks:    step.AsksOutside,
				Rights:  rightsOfServices,
				Pattern: `service {name} port {count} answers gRPC health {health} for {text} on node {node}`,
				Doc:     "From outside the cluster at the node port that belongs to this port of the service.",
				Example: `Then service "web" port 5000 answers gRPC health SERVING for "" on node "worker"`,
				Run:     serviceHealthOnNode,
			},
			{
				Name:    "service-health-external",
				Asks:    step.AsksOutside,
				Rights:  rightsOfServices,
				Pattern: `service {name} port {count} answers gRPC health {health} for {text} on its external address`,
				Doc:     "From outside the cluster at the first external address of the service, of type LoadBalancer.",
				Example: `Then service "web" port 5000 answers gRPC health SERVING for "" on its external address`,
				Run:     serviceHealthExternal,
			},
		},
	}
}

// expectHealth polls until the health is as expected.
func expectHealth(ctx context.Context, w *world.World, about kube.Ref, wanted placeholder.Health, service string, ending step.Ending, ask func(context.Context, remote.HealthOf) (string, error), opts ...assert.Option) error {
	return assert.Poll(ctx, w, ending, about, func(ctx context.Context) error {
		got, err := ask(ctx, remote.HealthOf{World: w, Service: service})
		switch {
		case err != nil:
			return err
		case got != string(wanted):
			return fmt.Errorf("the gRPC health of %s is %s", named(service), got)
		}
		return nil
	}, opts...)
}

func named(service string) string {
	if service == "" {
		return "the server"
	}
	return strconv.Quote(service)
}

func podHealthForwarded(ctx context.Context, w *world.World, pod world.PodRef, port int, wanted placeholder.Health, service string, ending step.Ending) error {
	return expectHealth(ctx, w, pod.Ref, wanted, service, ending, func(ctx context.Context, health remote.HealthOf) (string, error) {
		if _, err := remote.StayingPod(w, pod.Ref); err != nil {
			return "", err
		}
		return health.Forwarded(ctx, pod.Ref, port)
	}, assert.Needs(failfast.Up, pod.Ref))
}

func serviceHealthForwarded(ctx context.Context, w *world.World, service world.ServiceRef, port int, wanted placeholder.Health, of string, ending step.Ending) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	return expectHealth(ctx, w, service.Ref, wanted, of, ending, func(ctx context.Context, health remote.HealthOf) (string, error) {
		pod, target := kube.Ref{Kind: b.Pods, Namespace: service.Namespace}, 0
		saw := ""
		w.Timeline.View(func(v observe.View) { pod.Name, target, saw = b.PodAt(v, port) })
		if saw != "" {
			return "", errors.New(saw)
		}
		return health.Forwarded(ctx, pod, target)
	})
}

func podGetsHealth(ctx context.Context, w *world.World, pod world.PodRef, wanted placeholder.Health, service string, host placeholder.Host, port int, ending step.Ending) error {
	return expectHealth(ctx, w, pod.Ref, wanted, service, ending, func(ctx context.Context, health remote.HealthOf) (string, error) {
		container, err := runningContainer(w, pod.Ref)
		if err != nil {
			return "", err
		}
		return health.FromPod(ctx, pod.Ref, container, string(host), strconv.Itoa(port))
	}, assert.Needs(failfast.Present, pod.Ref))
}

func serviceHealthOnNode(ctx context.Context, w *world.World, service world.ServiceRef, port int, wanted placeholder.Health, of string, node world.NodeName, ending step.Ending) error {
	address, err := w.Run.Nodes.Address(node.Name)
	if err != nil {
		return err
	}
	return serviceHealthAt(ctx, w, service, port, wanted, of, ending, atNodePort(service.Ref, address))
}

func serviceHealthExternal(ctx context.Context, w *world.World, service world.ServiceRef, port int, wanted placeholder.Health, of string, ending step.Ending) error {
	return serviceHealthAt(ctx, w, service, port, wanted, of, ending, atExternalAddress(service.Ref))
}

func serviceHealthAt(ctx context.Context, w *world.World, service world.ServiceRef, port int, wanted placeholder.Health, of string, ending step.Ending, at addressOfPort) error {
	return expectHealth(ctx, w, service.Ref, wanted, of, ending, func(ctx context.Context, health remote.HealthOf) (string, error) {
		address, err := addressNow(w, service.Ref, port, at)
		if err != nil {
			return "", err
		}
		return health.Outside(ctx, address)
	})
}
