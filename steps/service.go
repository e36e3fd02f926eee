package steps

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func serviceSteps() step.Group {
	return step.Group{
		Name: "service", Title: "Services", Doc: "What a service is.",
		Defs: []step.Def{
			{
				Name:    "service-node-port-range",
				Rights:  rightsOfServices,
				Pattern: `service {name} has a node port between {count} and {count}`,
				Doc:     "Every port of the service has a node port, and it lies in this range, both limits included.",
				Example: `Then service "my-nginx" has a node port between 30000 and 32767`,
				Run:     nodePortBetween,
			},
		},
	}
}

func nodePortBetween(ctx context.Context, w *world.World, service world.ServiceRef, low, high int, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, service.Ref, nodePortsBetween(service.Ref, low, high))
}

func nodePortsBetween(ref kube.Ref, low, high int) observe.Check {
	return assert.Unless(assert.NoNodePort, ref, objects.PresentService(ref, func(svc *corev1.Service) observe.Verdict {
		for _, port := range svc.Spec.Ports {
			if int(port.NodePort) < low || int(port.NodePort) > high {
				saw := fmt.Sprintf("port %d has the node port %d", port.Port, port.NodePort)
				return observe.Verdict{Saw: saw, FailsFast: &assert.Impossible{Says: saw, Hint: "a node port stays as it is: write another nodePort in its spec, or none"}}
			}
		}
		return observe.Verdict{Met: true}
	}))
}
