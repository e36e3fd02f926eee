package steps

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/request"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func sendSteps() step.Group {
	return step.Group{
		Name: "send", Title: "HTTP requests",
		Doc: "Send a request, and check its answer in the steps that follow. Its first line is the method and the address: a path, or a URL " +
			"that also names the scheme and the host, for the header Host and for the server's certificate. Then come headers, an empty line, and the body. " +
			"A GET, HEAD or OPTIONS request is repeated until its answer meets the steps that follow. Any other one is sent once: it waits until a server accepts the " +
			"connection, and is never repeated. Redirects are not followed.",
		Defs: slices.Concat(sendingSteps(), trustSteps()),
	}
}

func sendingSteps() []step.Def {
	return []step.Def{
		{
			Name:    "send-to-service-forwarded",
			Asks:    step.AsksNetwork,
			Rights:  slices.Concat(rightsToForward, rightsOfEndpoints),
			Pattern: `this request is sent to service {name} port {count} through a port-forward:`,
			Doc: "To a ready pod behind this port of the service, through the API server, as with kubectl port-forward. Works on any cluster. It shows what the pod " +
				"answers, and not how the service leads there.",
			Example: `When this request is sent to service "web" port 80 through a port-forward:
  """
  POST /orders
  Content-Type: application/json

  {"item": "tea"}
  """`,
			Run: sendToServiceForwarded, ParseDoc: parseRequest,
		},
		{
			Name:    "send-to-pod-forwarded",
			Asks:    step.AsksNetwork,
			Rights:  rightsToForward,
			Pattern: `this request is sent to pod {name} port {count} through a port-forward:`,
			Doc:     "To a port of the pod, through the API server, as with kubectl port-forward. Works on any cluster.",
			Example: `When this request is sent to pod "web" port 80 through a port-forward:
  """
  GET /healthz
  """`,
			Run: sendToPodForwarded, ParseDoc: parseRequest,
		},
		{
			Name:    "send-from-pod",
			Asks:    step.AsksNetwork,
			Rights:  rightsToRun,
			Pattern: `this request is sent from pod {name}:`,
			Doc:     "From the pod's first container to the host in its address, which may be a service. The container needs timeout and nc, as in the image busybox.",
			Example: `When this request is sent from pod "client":
  """
  DELETE http://web:8080/orders/7
  Authorization: Bearer abc
  """`,
			Run: sendFromPod, ParseDoc: parseRequestToHost,
		},
		{
			Name:    "send-to-node-port",
			Asks:    step.AsksOutside,
			Rights:  rightsOfServices,
			Pattern: `this request is sent to service {name} port {count} on node {node}:`,
			Doc:     "From outside the cluster to the node port that belongs to this port of the service.",
			Example: `When this request is sent to service "ingress" port 443 on node "worker":
  """
  GET https://shop.example/
  """`,
			Run: sendToNodePort, ParseDoc: parseRequest,
		},
		{
			Name:    "send-to-external-address",
			Asks:    step.AsksOutside,
			Rights:  rightsOfServices,
			Pattern: `this request is sent to service {name} port {count} on its external address:`,
			Doc:     "From outside the cluster to the first external address of the service, of type LoadBalancer.",
			Example: `When this request is sent to service "ingress" port 80 on its external address:
  """
  GET http://shop.example/
  """`,
			Run: sendToExternalAddress, ParseDoc: parseRequest,
		},
		{
			Name:    "send-from-outside",
			Asks:    step.AsksOutside,
			Pattern: `this request is sent from outside the cluster:`,
			Doc:     "From outside the cluster to the host in its address, resolved there.",
			Example: `When this request is sent from outside the cluster:
  """
  GET http://192.0.2.10:30080/
  """`,
			Run: sendFromOutside, ParseDoc: parseRequestToHost,
		},
	}
}

func trustSteps() []step.Def {
	return []step.Def{
		{
			Name:    "requests-trust",
			Pattern: `HTTPS requests trust {kind} {name}`,
			Doc: "From here on, HTTPS requests accept certificates that are signed by the one in this Secret or ConfigMap: at the key ca.crt or, " +
				"without that, tls.crt. Others are refused, also those that this machine accepts.",
			Example: `Given HTTPS requests trust secret "web-tls"`,
			Run:     trustObject,
		},
		{
			Name:    "requests-trust-any",
			Pattern: `HTTPS requests trust any certificate`,
			Doc:     "From here on, HTTPS requests accept any certificate, as with curl --insecure.",
			Example: `Given HTTPS requests trust any certificate`,
			Run:     trustAnybody,
		},
	}
}

// parseRequest parses the request below a step when the feature is loaded.
func parseRequest(doc step.DocString, at step.Place) (any, error) {
	r, err := request.Parse(doc.Text)
	if wrong, is := errors.AsType[*request.Error](err); is {
		return nil, &kube.ManifestError{Path: at.URI, Line: doc.Line + wrong.Line, Msg: wrong.Err.Error()}
	}
	return r, err
}

// parseRequestToHost is parseRequest for steps in which only the request says where it is sent.
func parseRequestToHost(doc step.DocString, at step.Place) (any, error) {
	r, err := parseRequest(doc, at)
	if err == nil && r.(*request.Request).Host == "" {
		return nil, &kube.ManifestError{Path: at.URI, Line: doc.Line + 1, Msg: "the step names no host: write the whole address, as in GET http://web:8080/healthz"}
	}
	return r, err
}

func sendToServiceForwarded(ctx context.Context, w *world.World, service world.ServiceRef, port int, r *request.Request) error {
	b, err := endpointsOf(ctx, w, service.Ref)
	if err != nil {
		return err
	}
	s := remote.Sender{World: w, Request: r, Host: service.Name, Trust: w.Trust()}
	return exchange(ctx, w, r, service.Ref, func() (way remote.Way, err error) {
		pod, target := kube.Ref{Kind: b.Pods, Namespace: service.Namespace}, 0
		saw := ""
		w.Timeline.View(func(v observe.View) { pod.Name, target, saw = b.PodAt(v, port) })
		if saw != "" {
			return way, errors.New(saw)
		}
		return s.Forwarded(pod, target), nil
	})
}

func sendToPodForwarded(ctx context.Context, w *world.World, pod world.PodRef, port int, r *request.Request) error {
	s := remote.Sender{World: w, Request: r, Host: "localhost", Trust: w.Trust()}
	return exchange(ctx, w, r, pod.Ref, func() (way remote.Way, err error) {
		if _, err := remote.StayingPod(w, pod.Ref); err != nil {
			return way, err
		}
		return s.Forwarded(pod.Ref, port), nil
	}, assert.Needs(failfast.Up, pod.Ref))
}

func sendFromPod(ctx context.Context, w *world.World, pod world.PodRef, r *request.Request) error {
	s := remote.Sender{World: w, Request: r, Trust: w.Trust()}
	return exchange(ctx, w, r, pod.Ref, func() (way remote.Way, err error) {
		container, err := runningContainer(w, pod.Ref)
		if err != nil {
			return way, err
		}
		return s.FromPod(pod.Ref, container)
	}, assert.Needs(failfast.Present, pod.Ref))
}

// runningContainer returns the first container of a pod, if it is running.
func runningContainer(w *world.World, pod kube.Ref) (string, error) {
	container, err := remote.FirstContainer(w, pod)
	if err != nil {
		return "", err
	}
	saw := observe.Verdict{}
	if w.Timeline.View(func(v observe.View) { saw = assert.Running(pod, container)(v) }); !saw.Met {
		return "", errors.New(saw.Saw)
	}
	return container, nil
}

func sendToNodePort(ctx context.Context, w *world.World, service world.ServiceRef, port int, node world.NodeName, r *request.Request) error {
	address, err := w.Run.Nodes.Address(node.Name)
	if err != nil {
		return err
	}
	return sendToService(ctx, w, service, port, r, atNodePort(service.Ref, address))
}

// atNodePort returns the address of a Service port on a node.
func atNodePort(ref kube.Ref, node string) addressOfPort {
	return func(svc *corev1.Service, named *corev1.ServicePort) (string, error) {
		if no := assert.NoNodePort(ref, svc); no != nil {
			return "", no
		}
		return net.JoinHostPort(node, strconv.Itoa(int(named.NodePort))), nil
	}
}

func sendToExternalAddress(ctx context.Context, w *world.World, service world.ServiceRef, port int, r *request.Request) error {
	return sendToService(ctx, w, service, port, r, atExternalAddress(service.Ref))
}

// atExternalAddress returns the address of a port of a LoadBalancer Service.
func atExternalAddress(ref kube.Ref) addressOfPort {
	return func(svc *corev1.Service, named *corev1.ServicePort) (string, error) {
		if no := assert.NoExternalAddress(ref, svc); no != nil {
			return "", no
		}
		address := objects.ExternalAddress(svc)
		if address == "" {
			return "", errors.New("its external address is pending")
		}
		return net.JoinHostPort(address, strconv.Itoa(int(named.Port))), nil
	}
}

// addressOfPort returns where a port of a Service is reached from outside the cluster, as HOST:PORT.
type addressOfPort func(*corev1.Service, *corev1.ServicePort) (string, error)

// addressNow resolves the address in the last observed version of the Service.
func addressNow(w *world.World, service kube.Ref, port int, at addressOfPort) (string, error) {
	svc, err := serviceNow(w, service)
	if err != nil {
		return "", err
	}
	named, saw := objects.ServicePort(svc, port)
	if named == nil {
		return "", errors.New(saw)
	}
	return at(svc, named)
}

// sendToService sends the request to a port of a Service, whose address is resolved for each attempt.
func sendToService(ctx context.Context, w *world.World, service world.ServiceRef, port int, r *request.Request, at addressOfPort) error {
	trust := w.Trust()
	return exchange(ctx, w, r, service.Ref, func() (remote.Way, error) {
		address, err := addressNow(w, service.Ref, port, at)
		return remote.Sender{World: w, Request: r, Host: address, Trust: trust}.Outside(address), err
	})
}

func sendFromOutside(ctx context.Context, w *world.World, r *request.Request) error {
	s := remote.Sender{World: w, Request: r, Trust: w.Trust()}
	return exchange(ctx, w, r, kube.Ref{}, func() (remote.Way, error) {
		address, err := s.Address()
		return s.Outside(address), err
	})
}

func trustObject(ctx context.Context, w *world.World, object world.ObjectRef) error {
	if kind := object.Kind.GVK.Kind; object.Kind.GVK.Group != "" || kind != "Secret" && kind != "ConfigMap" {
		return fmt.Errorf("a certificate is in a Secret or in a ConfigMap, and not in a %s", object.Kind.GVK.Kind)
	}
	var pem string
	if err := assert.Eventually(ctx, w, step.Ending{}, object.Ref, certificateOf(object.Ref, &pem)); err != nil {
		return err
	}
	w.SetTrust(world.Trust{Of: object.Said.Kind + "/" + object.Said.Name, PEM: []byte(pem)})
	return nil
}

func trustAnybody(_ context.Context, w *world.World) error {
	w.SetTrust(world.Trust{Of: "any certificate", Anybody: true})
	return nil
}
