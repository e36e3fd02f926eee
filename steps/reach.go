package steps

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func reachSteps() step.Group {
	return step.Group{
		Name: "reach", Title: "Services from outside", Doc: "Requests from outside the cluster to the addresses of a service (see `gherkind run --ask-from`).",
		Defs: []step.Def{
			{
				Name:    "service-answers-on-every-node",
				Asks:    step.AsksOutside,
				Rights:  rightsOfServices,
				Pattern: `service {name} answers HTTP {count} with {text} on its node port of every node`,
				Doc: "From outside the cluster, an HTTP request to the service's first node port is answered with this status and " +
					"a page that contains the text, on the address of each node, the control plane included.",
				Example: `Then service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of every node`,
				Run:     answersOnEveryNode,
			},
			{
				Name:    "service-answers-on-node",
				Asks:    step.AsksOutside,
				Rights:  rightsOfServices,
				Pattern: `service {name} answers HTTP {count} with {text} on its node port of node {node}`,
				Doc:     "The same on the address of one node.",
				Example: `Then service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of node "worker2"`,
				Run:     answersOnNode,
			},
			{
				Name:    "service-silent-on-node",
				Asks:    step.AsksOutside,
				Rights:  rightsOfEndpoints,
				Pattern: `service {name} does not answer on its node port of node {node}`,
				Doc:     "From outside the cluster, an HTTP request to the service's first node port on this node's address gets no answer at all, although the service has a ready endpoint. With `for 5s` it need not have one.",
				Example: `Then service "my-nginx" does not answer on its node port of node "worker3"`,
				Run:     silentOnNode,
			},
			{
				Name:    "service-silent-outside",
				Asks:    step.AsksOutside,
				Rights:  rightsOfEndpoints,
				Pattern: `service {name} does not answer with {text} on its cluster IP from outside the cluster`,
				Doc: "The service has a cluster IP and a ready endpoint (not required with `for 5s`), and an HTTP request to it from outside the cluster, on the network of the nodes, gets no answer, " +
					"or one without the text: outside the cluster the address may belong to somebody else.",
				Example: `Then service "my-nginx" does not answer with "Welcome to nginx!" on its cluster IP from outside the cluster`,
				Run:     silentOutside,
			},
			{
				Name:    "service-external-address",
				Rights:  rightsOfServices,
				Pattern: `service {name} has an external address`,
				Doc:     "The status of the service, of type LoadBalancer, has an address.",
				Example: `Then service "my-nginx" has an external address`,
				Run:     hasExternalAddress,
			},
			{
				Name:    "service-no-external-address",
				Rights:  rightsOfServices,
				Pattern: `service {name} has no external address`,
				Doc:     "The service is of type LoadBalancer, and its status has no address: kubectl shows <pending>.",
				Example: `Then service "my-nginx" has no external address for 5s`,
				Run:     hasNoExternalAddress,
			},
			{
				Name:    "service-answers-external",
				Asks:    step.AsksOutside,
				Rights:  rightsOfServices,
				Pattern: `service {name} answers HTTP {count} with {text} on its external address`,
				Doc:     "From outside the cluster, an HTTP request to the first external address and the service's first port is answered with this status and a page that contains the text.",
				Example: `Then service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its external address`,
				Run:     answersExternally,
			},
		},
	}
}

func answersOnEveryNode(ctx context.Context, w *world.World, service world.ServiceRef, status int, text string, ending step.Ending) error {
	return expectOnNodes(ctx, w, service, w.Run.Nodes.All(), ending, answering(w, status, text))
}

func answersOnNode(ctx context.Context, w *world.World, service world.ServiceRef, status int, text string, node world.NodeName, ending step.Ending) error {
	return expectOnNodes(ctx, w, service, []string{node.Name}, ending, answering(w, status, text))
}

func silentOnNode(ctx context.Context, w *world.World, service world.ServiceRef, node world.NodeName, ending step.Ending) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	return expectOnNodes(ctx, w, service, []string{node.Name}, ending, func(url string) probe.Attempt {
		return assert.WhenServed(w, ending, b.Staying, probe.Silence(remote.Asker(w), url))
	})
}

func answering(w *world.World, status int, text string) func(url string) probe.Attempt {
	return func(url string) probe.Attempt { return probe.HTTP(remote.Asker(w), url, status, text) }
}

// expectOnNodes requests the Service's node port on all nodes in each attempt: all must answer as expected at the same time,
// and the timeout is for all together. The Service need not exist yet.
func expectOnNodes(ctx context.Context, w *world.World, service world.ServiceRef, nodes []string, ending step.Ending, ask func(url string) probe.Attempt) error {
	hosts, err := hostsOf(w, nodes)
	if err != nil {
		return err
	}
	return assert.Poll(ctx, w, ending, service.Ref, func(ctx context.Context) error {
		port, err := nodePortOf(w, service.Ref)
		if err != nil {
			return err
		}
		for _, host := range hosts {
			if err := ask(httpURL(host.address, port))(ctx); err != nil {
				return fmt.Errorf("on node %q: %w", host.node, err) // name the node: a reader does not know whose address it is
			}
		}
		return nil
	})
}

type host struct{ node, address string }

// hostsOf looks up the addresses of nodes by their full names.
func hostsOf(w *world.World, nodes []string) ([]host, error) {
	if len(nodes) == 0 {
		return nil, errors.New("the nodes of this cluster are not known, so none can be asked: name one")
	}
	var hosts []host
	for _, node := range nodes {
		address, err := w.Run.Nodes.Address(node)
		if err != nil {
			return nil, err
		}
		hosts = append(hosts, host{node, address})
	}
	return hosts, nil
}

// nodePortOf returns the first node port of a Service. The API server allocates it when the Service is created, so waiting does
// not help a Service that has none.
func nodePortOf(w *world.World, ref kube.Ref) (int32, error) {
	svc, err := serviceNow(w, ref)
	if err != nil {
		return 0, err
	}
	if no := assert.NoNodePort(ref, svc); no != nil {
		return 0, no
	}
	return objects.FirstNodePort(svc), nil
}

func httpURL(host string, port int32) string {
	return "http://" + net.JoinHostPort(host, strconv.Itoa(int(port))) + "/"
}

func silentOutside(ctx context.Context, w *world.World, service world.ServiceRef, text string, ending step.Ending) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	get := remote.Outsider(w)
	return assert.Poll(ctx, w, ending, service.Ref, func(ctx context.Context) error {
		svc, err := serviceNow(w, service.Ref)
		if err != nil {
			return err
		}
		if no := assert.NoClusterIP(service.Ref, svc); no != nil {
			return no
		}
		return assert.WhenServed(w, ending, b.Staying, probe.Without(get, httpURL(svc.Spec.ClusterIP, svc.Spec.Ports[0].Port), text))(ctx)
	})
}

// serviceNow returns the last observed version of a Service, for an attempt that uses its address.
func serviceNow(w *world.World, ref kube.Ref) (*corev1.Service, error) {
	var svc *corev1.Service
	w.Timeline.View(func(v observe.View) { svc = kube.As[corev1.Service](v.Get(ref)) })
	if svc == nil {
		return nil, fmt.Errorf("there is no %s", ref)
	}
	return svc, nil
}

func hasExternalAddress(ctx context.Context, w *world.World, service world.ServiceRef, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, service.Ref, externalIs(service.Ref, func(address string) bool { return address != "" }))
}

func hasNoExternalAddress(ctx context.Context, w *world.World, service world.ServiceRef, ending step.Ending) error {
	return assert.Eventually(ctx, w, ending, service.Ref, externalIs(service.Ref, func(address string) bool { return address == "" }), assert.WarnAtOnce(assert.Ever(service.Ref, func(obj *unstructured.Unstructured) bool {
		svc := kube.As[corev1.Service](obj)
		return svc != nil && objects.ExternalAddress(svc) != ""
	})))
}

func externalIs(ref kube.Ref, good func(address string) bool) observe.Check {
	return assert.Unless(assert.NoExternalAddress, ref, objects.PresentService(ref, func(svc *corev1.Service) observe.Verdict {
		address := objects.ExternalAddress(svc)
		saw := "its external address is pending"
		if address != "" {
			saw = "its external address is " + address
		}
		return observe.Verdict{Met: good(address), Saw: saw}
	}))
}

func answersExternally(ctx context.Context, w *world.World, service world.ServiceRef, status int, text string, ending step.Ending) error {
	return assert.Poll(ctx, w, ending, service.Ref, func(ctx context.Context) error {
		svc, err := serviceNow(w, service.Ref)
		if err != nil {
			return err
		}
		if no := assert.NoExternalAddress(service.Ref, svc); no != nil {
			return no
		}
		address := objects.ExternalAddress(svc)
		if address == "" || len(svc.Spec.Ports) == 0 {
			return errors.New("its external address is pending")
		}
		return probe.HTTP(remote.Asker(w), httpURL(address, svc.Spec.Ports[0].Port), status, text)(ctx)
	})
}
