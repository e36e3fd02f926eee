package objects

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
)

func newEndpoints() *Endpoints {
	return &Endpoints{ready: map[string]bool{}, going: map[string]string{}, pods: map[string]corev1.ObjectReference{}}
}

// isTerminating reports whether an endpoint is terminating. It may be listed as ready all the same, when the service
// publishes addresses that are not.
func isTerminating(one discoveryv1.Endpoint) bool {
	return one.Conditions.Terminating != nil && *one.Conditions.Terminating
}

// watchPods looks at the pods too: a slice is written some time after a pod has begun to go. Slices and pods arrive on
// watches of their own, so this is for what is awaited, not for what must always be so. Until the slice agrees, such an
// endpoint is neither ready nor gone.
func (e *Endpoints) watchPods(v observe.View, b Backing) {
	for name, pod := range e.pods {
		if !e.ready[name] || pod.UID == "" {
			continue
		}
		obj := v.Get(kube.Ref{Kind: b.Pods, Namespace: b.Service.Namespace, Name: pod.Name})
		if why := b.notStaying(v, obj, pod.UID); why != "" {
			e.ready[name], e.going[name] = false, why
		}
	}
}

// notStaying says why a pod will get no requests for long, although its slice may list it as ready. "" when it may.
func (b Backing) notStaying(v observe.View, obj *unstructured.Unstructured, id types.UID) string {
	switch {
	case obj == nil || obj.GetUID() != id:
		return "is of a pod that does not exist"
	case obj.GetDeletionTimestamp() != nil:
		return "is being deleted"
	case b.Unheard == nil:
		return ""
	}
	if pod := observe.Typed(v, obj, kube.As[corev1.Pod]); pod != nil {
		return b.Unheard(pod)
	}
	return ""
}

// Lists reports whether requests may reach a pod, be it terminating.
func (e *Endpoints) Lists(pod string) bool { return e.Has(pod) || e.going[podEndpoint(pod)] != "" }

func (e *Endpoints) leaving() []string {
	var names []string
	for name, why := range e.going {
		names = append(names, fmt.Sprintf("%s is still listed, but %s", name, why))
	}
	return names
}

// Endpoints are those of a service: by name, whether a request to the service may
// reach it.
type Endpoints struct {
	ready   map[string]bool
	without []string                          // those that are ready and have none of the service's ports
	lost    string                            // says which port of the service no endpoint has; no request to it is answered
	going   map[string]string                 // those that get requests and will not for long: why
	pods    map[string]corev1.ObjectReference // of which pod each is
}

func podEndpoint(name string) string { return fmt.Sprintf("pod %q", name) }

// readEndpoints merges the service's slices. Without any, it returns what to
// say instead, unless the service has no selector: nobody makes slices for it.
func readEndpoints(v observe.View, service kube.Ref, slices, pods kube.Kind) (*Endpoints, string) {
	svc := kube.As[corev1.Service](v.Get(service))
	if svc == nil {
		return nil, fmt.Sprintf("there is no %s", service)
	}
	list := v.List(slices, service.Namespace, labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: service.Name}))
	if len(list) == 0 && len(svc.Spec.Selector) > 0 {
		return nil, "it has no EndpointSlice yet"
	}
	have, ports := newEndpoints(), portsOf(svc)
	for _, obj := range list {
		slice := observe.Typed(v, obj, kube.As[discoveryv1.EndpointSlice])
		if slice == nil {
			return nil, fmt.Sprintf("its EndpointSlice %q cannot be read", obj.GetName())
		}
		reached := ports.found(*slice)
		for _, e := range slice.Endpoints {
			have.add(e, reached)
		}
	}
	have.lost = ports.lost(v, svc, pods)
	return have, ""
}

// endpointIsReady reports whether an endpoint is listed as ready. Unknown counts as ready, says the API.
func endpointIsReady(one discoveryv1.Endpoint) bool {
	return one.Conditions.Ready == nil || *one.Conditions.Ready
}

// add notes an endpoint of a slice; those of a slice without a port of the service are
// there, and no request reaches them.
func (e *Endpoints) add(one discoveryv1.Endpoint, reached bool) {
	name := endpointName(one)
	ready := endpointIsReady(one)
	if ready && !reached {
		e.without = append(e.without, name)
	}
	if ready && reached && isTerminating(one) {
		e.going[name] = "is terminating"
	}
	e.ready[name] = e.ready[name] || ready && reached && !isTerminating(one) // a pod may be in a slice for each family of addresses
	if one.TargetRef != nil && one.TargetRef.Kind == "Pod" {
		e.pods[name] = *one.TargetRef
	}
}

// endpointName is the same in the IPv4 and the IPv6 slice of one pod.
func endpointName(e discoveryv1.Endpoint) string {
	if e.TargetRef != nil && e.TargetRef.Kind == "Pod" {
		return podEndpoint(e.TargetRef.Name)
	}
	return strings.Join(e.Addresses, ",")
}

// Count is the number of ready ones.
func (e *Endpoints) Count() int {
	n := 0
	for _, ready := range e.ready {
		if ready {
			n++
		}
	}
	return n
}

// Has reports whether a pod is one of the ready endpoints.
func (e *Endpoints) Has(pod string) bool { return e.ready[podEndpoint(pod)] }

// Serves reports whether requests to any port of the service are answered by somebody.
func (e *Endpoints) Serves() bool { return e.lost == "" }

// Exactly reports whether there are n ready endpoints, none of them terminating, and each port has one.
func (e *Endpoints) Exactly(n int) bool {
	return e.Count() == n && len(e.going) == 0 && (n == 0 || e.Serves())
}

// AtLeast reports whether there are n ready endpoints or more, and each port has one.
func (e *Endpoints) AtLeast(n int) bool { return e.Count() >= n && e.Serves() }

// String lists the endpoints: `1 ready endpoint: pod "a"; not ready: pod "b"`.
func (e *Endpoints) String() string {
	var ready, not, without []string
	for name, is := range e.ready {
		switch {
		case is:
			ready = append(ready, name)
		case e.going[name] != "":
		case slices.Contains(e.without, name):
			without = append(without, name)
		default:
			not = append(not, name)
		}
	}
	s := "the service has " + words.Times("ready endpoint", len(ready))
	s += listed(": ", ready) + listed("; not ready: ", not) + listed("; without a port: ", without)
	s += listed("; ", e.leaving())
	if e.lost != "" {
		s += "; " + e.lost
	}
	return s
}

func listed(before string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return before + strings.Join(names, ", ")
}
