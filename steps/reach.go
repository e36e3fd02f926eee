package steps

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func reachSteps() step.Group {
	return step.Group{
		Name: "reach", Title: "Services from outside", Doc: "Requests from this machine, outside the cluster, to the addresses of a service.",
		Defs: []step.Def{
			{
				Name:    "service-answers-on-every-node",
				Pattern: `service {name} answers HTTP {count} with {text} on its node port of every node`,
				Doc: "From outside the cluster, an HTTP request to the service's first node port is answered with this status and " +
					"a page that contains the text, on the address of each node, the control plane included.",
				Example: `Then service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of every node`,
				Run:     answersOnEveryNode,
			},
			{
				Name:    "service-answers-on-node",
				Pattern: `service {name} answers HTTP {count} with {text} on its node port of node {node}`,
				Doc:     "The same on the address of one node.",
				Example: `Then service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of node "worker2"`,
				Run:     answersOnNode,
			},
			{
				Name:    "service-silent-on-node",
				Pattern: `service {name} does not answer on its node port of node {node}`,
				Doc:     "From outside the cluster, an HTTP request to the service's first node port on this node's address gets no answer at all.",
				Example: `Then service "my-nginx" does not answer on its node port of node "worker3"`,
				Run:     silentOnNode,
			},
			{
				Name:    "service-silent-outside",
				Pattern: `service {name} does not answer with {text} on its cluster IP from outside the cluster`,
				Doc: "The service has a cluster IP, and an HTTP request from this machine to it, on the network that leads to the nodes, gets no answer, " +
					"or one without the text: outside the cluster the address may belong to somebody else.",
				Example: `Then service "my-nginx" does not answer with "Welcome to nginx!" on its cluster IP from outside the cluster`,
				Run:     silentOutside,
			},
			{
				Name:    "service-external-address",
				Pattern: `service {name} has an external address`,
				Doc:     "The status of the service, of type LoadBalancer, has an address.",
				Example: `Then service "my-nginx" has an external address`,
				Run:     hasExternalAddress,
			},
			{
				Name:    "service-no-external-address",
				Pattern: `service {name} has no external address`,
				Doc:     "The service is of type LoadBalancer, and its status has no address: kubectl shows <pending>.",
				Example: `Then service "my-nginx" has no external address for 5s`,
				Run:     hasNoExternalAddress,
			},
			{
				Name:    "service-answers-external",
				Pattern: `service {name} answers HTTP {count} with {text} on its external address`,
				Doc:     "From outside the cluster, an HTTP request to the first external address and the service's first port is answered with this status and a page that contains the text.",
				Example: `Then service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its external address`,
				Run:     answersExternally,
			},
		},
	}
}

func answersOnEveryNode(ctx context.Context, w *world.World, name string, status int, text string, ending step.Ending) error {
	for _, node := range w.Run.Nodes.All() {
		if err := answersOnNode(ctx, w, name, status, text, node, ending); err != nil {
			return err
		}
	}
	return nil
}

func answersOnNode(ctx context.Context, w *world.World, name string, status int, text, short string, ending step.Ending) error {
	ref, node, url, err := nodePortURL(ctx, w, name, short)
	if err != nil {
		return err
	}
	return expectAnswer(ctx, w, ending, ref, nodeAttempt(node, probe.HTTP(asker(w), url, status, text)))
}

func silentOnNode(ctx context.Context, w *world.World, name, short string, ending step.Ending) error {
	ref, node, url, err := nodePortURL(ctx, w, name, short)
	if err != nil {
		return err
	}
	return expectAnswer(ctx, w, ending, ref, nodeAttempt(node, probe.Silence(asker(w), url)))
}

func nodePortURL(ctx context.Context, w *world.World, name, short string) (ref kube.Ref, node, url string, err error) {
	ref, err = w.Resolve(ctx, "services", name)
	if err != nil {
		return ref, "", "", err
	}
	var port int32
	w.Timeline.View(func(v observe.View) { port = firstNodePort(asService(v.Get(ref))) })
	if port == 0 {
		return ref, "", "", failure(ctx, w, ref, 0, fmt.Errorf("%s has no node port", ref))
	}
	if node, err = w.Run.Nodes.Resolve(short); err != nil {
		return ref, "", "", err
	}
	address, err := w.Run.Nodes.Address(node)
	return ref, node, httpURL(address, port), err
}

func httpURL(host string, port int32) string {
	return "http://" + net.JoinHostPort(host, strconv.Itoa(int(port))) + "/"
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

func firstNodePort(svc *corev1.Service) int32 {
	if svc == nil || len(svc.Spec.Ports) == 0 {
		return 0
	}
	return svc.Spec.Ports[0].NodePort
}

func silentOutside(ctx context.Context, w *world.World, name, text string, ending step.Ending) error {
	ref, svc, err := presentService(ctx, w, name)
	if err != nil {
		return err
	}
	if svc.Spec.ClusterIP == "" || svc.Spec.ClusterIP == corev1.ClusterIPNone || len(svc.Spec.Ports) == 0 {
		return failure(ctx, w, ref, 0, errors.New("it has no cluster IP"))
	}
	return expectAnswer(ctx, w, ending, ref, probe.Without(outsider(w), httpURL(svc.Spec.ClusterIP, svc.Spec.Ports[0].Port), text))
}

func presentService(ctx context.Context, w *world.World, name string) (kube.Ref, *corev1.Service, error) {
	ref, err := w.Resolve(ctx, "services", name)
	if err != nil {
		return ref, nil, err
	}
	var svc *corev1.Service
	w.Timeline.View(func(v observe.View) { svc = asService(v.Get(ref)) })
	if svc == nil {
		return ref, nil, failure(ctx, w, ref, 0, fmt.Errorf("there is no %s", ref))
	}
	return ref, svc, nil
}
