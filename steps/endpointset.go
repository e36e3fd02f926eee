package steps

import (
	"fmt"
	"sort"
	"strings"

	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/observe"
)

// endpoints tells of each endpoint of a service whether it is ready.
type endpoints map[string]bool

func podEndpoint(name string) string { return fmt.Sprintf("pod %q", name) }

// readEndpoints merges the service's slices. Without any, it returns what to
// say instead, unless the service has no selector: nobody makes slices for it.
func readEndpoints(v observe.View, service kube.Ref, kind kube.Kind) (endpoints, string) {
	svc := asService(v.Get(service))
	if svc == nil {
		return nil, fmt.Sprintf("there is no %s", service)
	}
	list := v.List(kind, service.Namespace, labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: service.Name}))
	if len(list) == 0 && len(svc.Spec.Selector) > 0 {
		return nil, "it has no EndpointSlice yet"
	}
	have := endpoints{}
	for _, obj := range list {
		var slice discoveryv1.EndpointSlice
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &slice); err != nil {
			return nil, fmt.Sprintf("its EndpointSlice %q cannot be read: %v", obj.GetName(), err)
		}
		for _, e := range slice.Endpoints {
			have[endpointName(e)] = e.Conditions.Ready == nil || *e.Conditions.Ready // unknown counts as ready, says the API
		}
	}
	return have, ""
}

// endpointName is the same in the IPv4 and the IPv6 slice of one pod.
func endpointName(e discoveryv1.Endpoint) string {
	if e.TargetRef != nil && e.TargetRef.Kind == "Pod" {
		return podEndpoint(e.TargetRef.Name)
	}
	return strings.Join(e.Addresses, ",")
}

func (e endpoints) ready() int {
	n := 0
	for _, ready := range e {
		if ready {
			n++
		}
	}
	return n
}

// String lists the endpoints: `1 ready endpoint: pod "a"; not ready: pod "b"`.
func (e endpoints) String() string {
	var ready, not []string
	for name, is := range e {
		if is {
			ready = append(ready, name)
		} else {
			not = append(not, name)
		}
	}
	sort.Strings(ready)
	sort.Strings(not)
	s := "the service has " + times("ready endpoint", len(ready))
	if len(ready) > 0 {
		s += ": " + strings.Join(ready, ", ")
	}
	if len(not) > 0 {
		s += "; not ready: " + strings.Join(not, ", ")
	}
	return s
}
