package steps

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// An exact number of answers is met, or missed, on the way to another one while the nodes do not send requests to all
// endpoints of a service yet. kube-proxy tells nobody how far it is. So the number counts when a service has endpoints, none
// of them on its way out, and they have been the same for longer than kube-proxy gathers changes for.

// whenSettled lets an exact number of answers count when the endpoints of the service that is asked are settled.
func whenSettled(ctx context.Context, w *world.World, client kube.Ref, address string, ask probe.Attempt) (settled probe.Attempt, b *objects.Backing, err error) {
	service, namespace := serviceIn(address, client.Namespace)
	if service == "" {
		return ask, nil, nil
	}
	found, err := endpointsOf(ctx, w, service)
	if err != nil {
		return nil, nil, err
	}
	found.Service.Namespace = namespace
	return func(ctx context.Context) error {
		var saw string
		w.Timeline.View(func(v observe.View) { saw = found.Unsettled(v, w.Timeline.Now()) })
		if saw != "" {
			return errors.New(saw)
		}
		return ask(ctx)
	}, &found, nil
}

// serviceIn is the service that a URL may mean, with its namespace; none for an IP address.
func serviceIn(address, own string) (service, namespace string) {
	at, err := url.Parse(address)
	if err != nil || net.ParseIP(at.Hostname()) != nil {
		return "", ""
	}
	parts := strings.Split(at.Hostname(), ".")
	if len(parts) == 1 {
		return parts[0], own
	}
	return parts[0], parts[1]
}

// warnFewer warns of fewer answers than there are endpoints, where nothing but chance keeps the client from the others.
func warnFewer(w *world.World, b objects.Backing, wanted int, ending step.Ending) {
	fewer := 0
	w.Timeline.View(func(v observe.View) {
		svc := kube.As[corev1.Service](v.Get(b.Service))
		if have, _ := b.Staying(v); svc != nil && have != nil && svc.Spec.SessionAffinity != corev1.ServiceAffinityClientIP && have.Count() > wanted {
			fewer = have.Count()
		}
	})
	if fewer > 0 && ending.For == 0 {
		w.Warn("%s has %d ready endpoints and no session affinity: fewer different answers may also be chance, or a node that does not send requests to all of them; write `for 5s`, or ask more often",
			b.Service, fewer)
	}
}
