package steps

import (
	"context"
	"fmt"
	"net"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func serviceSteps() step.Group {
	return step.Group{
		Name: "service", Title: "Services", Doc: "Ports, endpoints, and answers from inside and outside the cluster.",
		Defs: []step.Def{
			{
				Name:    "service-node-port-range",
				Pattern: `service {name} has a node port between {count} and {count}`,
				Doc:     "Every port of the service has a node port, and it lies in this range, both ends included.",
				Example: `Then service "my-nginx" has a node port between 30000 and 32767`,
				Run:     nodePortBetween,
			},
			{
				Name:    "service-answers-on-every-node",
				Pattern: `service {name} answers HTTP {count} with {text} on its node port of every node`,
				Doc: "From outside the cluster, an HTTP request to the service's first node port is answered with this status and " +
					"a page that contains the text, on the address of each node, the control plane included.",
				Example: `Then service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of every node`,
				Run:     answersOnEveryNode,
			},
		},
	}
}

func nodePortBetween(ctx context.Context, w *world.World, name string, low, high int, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "services", name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		svc := asService(v.Get(ref))
		if svc == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
		}
		for _, port := range svc.Spec.Ports {
			if int(port.NodePort) < low || int(port.NodePort) > high {
				return observe.Verdict{Saw: fmt.Sprintf("port %d has the node port %d", port.Port, port.NodePort)}
			}
		}
		return observe.Verdict{Met: true}
	})
}

func answersOnEveryNode(ctx context.Context, w *world.World, name string, status int, text string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "services", name)
	if err != nil {
		return err
	}
	var port int32
	w.Timeline.View(func(v observe.View) { port = firstNodePort(asService(v.Get(ref))) })
	if port == 0 {
		return failure(ctx, w, ref, 0, fmt.Errorf("%s has no node port", ref))
	}
	for _, node := range w.Run.Nodes.All() {
		address, err := w.Run.Nodes.Address(node)
		if err != nil {
			return err
		}
		url := "http://" + net.JoinHostPort(address, strconv.Itoa(int(port))) + "/"
		if err := expectAnswer(ctx, w, ending, ref, nodeAttempt(node, probe.HTTP(url, status, text))); err != nil {
			return err
		}
	}
	return nil
}

// nodeAttempt names the node in the answer, as an address alone tells nobody.
func nodeAttempt(node string, ask probe.Attempt) probe.Attempt {
	return func(ctx context.Context) error {
		if err := ask(ctx); err != nil {
			return fmt.Errorf("on node %q: %w", node, err)
		}
		return nil
	}
}

// expectAnswer is expect for questions that no watch answers.
func expectAnswer(ctx context.Context, w *world.World, ending step.Ending, about kube.Ref, ask probe.Attempt) error {
	within := w.Run.Timeouts.Within(ending.Within)
	changed, stop := w.Timeline.Watch()
	defer stop()
	until, cancel := context.WithTimeout(ctx, within)
	err := probe.Until(until, changed, ask)
	cancel()
	if err != nil {
		return failure(ctx, w, about, within, err)
	}
	if ending.For == 0 {
		return nil
	}
	if err := probe.Holds(ctx, ending.For, ask); err != nil {
		return failure(ctx, w, about, 0, err)
	}
	return nil
}

func firstNodePort(svc *corev1.Service) int32 {
	if svc == nil || len(svc.Spec.Ports) == 0 {
		return 0
	}
	return svc.Spec.Ports[0].NodePort
}

func asService(obj *unstructured.Unstructured) *corev1.Service {
	var svc corev1.Service
	if obj == nil || runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &svc) != nil {
		return nil
	}
	return &svc
}
