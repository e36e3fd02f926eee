package steps

import (
	"context"
	"errors"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func hasExternalAddress(ctx context.Context, w *world.World, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "services", name)
	if err != nil {
		return err
	}
	return expect(ctx, w, ending, ref, externalIs(ref, func(address string) bool { return address != "" }))
}

func hasNoExternalAddress(ctx context.Context, w *world.World, name string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "services", name)
	if err != nil {
		return err
	}
	check, met := warnAtOnce(ctx, w, ending, externalIs(ref, func(address string) bool { return address == "" }))
	return met(expect(ctx, w, ending, ref, check))
}

func externalIs(ref kube.Ref, good func(address string) bool) observe.Check {
	return unless(noExternalAddress, ref, presentService(ref, func(svc *corev1.Service) observe.Verdict {
		address := externalAddress(svc)
		saw := "its external address is pending"
		if address != "" {
			saw = "its external address is " + address
		}
		return observe.Verdict{Met: good(address), Saw: saw}
	}))
}

// externalAddress is the first address that a load balancer has given.
func externalAddress(svc *corev1.Service) string {
	for _, in := range svc.Status.LoadBalancer.Ingress {
		if in.IP != "" {
			return in.IP
		}
		if in.Hostname != "" {
			return in.Hostname
		}
	}
	return ""
}

func answersExternally(ctx context.Context, w *world.World, name string, status int, text string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, "services", name)
	if err != nil {
		return err
	}
	return expectAnswer(ctx, w, ending, ref, func(ctx context.Context) error {
		svc, err := serviceNow(w, ref)
		if err != nil {
			return err
		}
		if no := noExternalAddress(ref, svc); no != nil {
			return no
		}
		address := externalAddress(svc)
		if address == "" || len(svc.Spec.Ports) == 0 {
			return errors.New("its external address is pending")
		}
		return probe.HTTP(asker(w), httpURL(address, svc.Spec.Ports[0].Port), status, text)(ctx)
	})
}
