package objects

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// PodAt is the first ready pod behind a port of the service, by its name, and the pod's own port. Without one, it returns what to say
// instead.
func (b Backing) PodAt(v observe.View, port int) (pod string, target int, saw string) {
	have, saw := b.Staying(v)
	if have == nil {
		return "", 0, saw
	}
	named, saw := ServicePort(kube.As[corev1.Service](v.Get(b.Service)), port)
	if named == nil {
		return "", 0, saw
	}
	targets := map[string]int{}
	for _, obj := range v.List(b.Slices, b.Service.Namespace, labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: b.Service.Name})) {
		if slice := observe.Typed(v, obj, kube.As[discoveryv1.EndpointSlice]); slice != nil {
			noteTargets(targets, slice, named.Name)
		}
	}
	var ready []string
	for name := range targets {
		if have.Has(name) {
			ready = append(ready, name)
		}
	}
	if len(ready) == 0 {
		return "", 0, fmt.Sprintf("no ready pod is behind port %d: %s", port, have)
	}
	first := slices.Min(ready)
	return first, targets[first], ""
}

// noteTargets notes the port of each pod of a slice that stands behind a port of the service.
func noteTargets(targets map[string]int, slice *discoveryv1.EndpointSlice, port string) {
	for _, p := range slice.Ports {
		if p.Port == nil || p.Name != nil && *p.Name != port || p.Name == nil && port != "" {
			continue
		}
		for _, e := range slice.Endpoints {
			if e.TargetRef != nil && e.TargetRef.Kind == "Pod" {
				targets[e.TargetRef.Name] = int(*p.Port)
			}
		}
	}
}

// ServicePort is a port of a service by its number. Without one, it returns what to say instead.
func ServicePort(svc *corev1.Service, number int) (*corev1.ServicePort, string) {
	if svc == nil {
		return nil, "there is no such service"
	}
	var others []string
	for i := range svc.Spec.Ports {
		if int(svc.Spec.Ports[i].Port) == number {
			return &svc.Spec.Ports[i], ""
		}
		others = append(others, fmt.Sprint(svc.Spec.Ports[i].Port))
	}
	if len(others) == 0 {
		return nil, "the service has no ports"
	}
	return nil, fmt.Sprintf("the service has no port %d, but %s", number, strings.Join(others, ", "))
}
