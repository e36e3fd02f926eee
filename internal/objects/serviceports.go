package objects

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
)

// servicePorts are the ports of a service, and which of them the endpoints have. An
// EndpointSlice lacks a port whose targetPort is a name that no container has.
type servicePorts struct {
	byName map[string]corev1.ServicePort
	open   bool            // endpoints are reached without a port: the service has none, or its name leads to the pods
	had    map[string]bool // by at least one endpoint
	any    bool            // there are endpoints
}

func portsOf(svc *corev1.Service) *servicePorts {
	p := &servicePorts{byName: map[string]corev1.ServicePort{}, had: map[string]bool{}}
	for _, port := range svc.Spec.Ports {
		p.byName[port.Name] = port
	}
	p.open = len(p.byName) == 0 || svc.Spec.ClusterIP == corev1.ClusterIPNone
	return p
}

// found notes the ports of a slice, and reports whether its endpoints are reached.
func (p *servicePorts) found(slice discoveryv1.EndpointSlice) bool {
	reached := p.open
	for _, port := range slice.Ports {
		name := ""
		if port.Name != nil {
			name = *port.Name
		}
		if _, own := p.byName[name]; own {
			p.had[name] = p.had[name] || len(slice.Endpoints) > 0
			reached = true
		}
	}
	p.any = p.any || len(slice.Endpoints) > 0
	return reached
}

// lost says which port of the service none of its endpoints has, and what its pods have
// instead; "" when there is none.
func (p *servicePorts) lost(v observe.View, svc *corev1.Service, pods kube.Kind) string {
	for _, port := range svc.Spec.Ports {
		if !p.any || p.had[port.Name] {
			continue
		}
		says := fmt.Sprintf("its EndpointSlice has no port for port %d of the service", port.Port)
		if port.TargetPort.Type != intstr.String {
			return says
		}
		for _, obj := range v.List(pods, svc.Namespace, labels.SelectorFromSet(svc.Spec.Selector)) {
			if pod := kube.As[corev1.Pod](obj); pod != nil && len(svc.Spec.Selector) > 0 {
				return says + ": " + unnamedPort(pod, port)
			}
		}
		return says + fmt.Sprintf(" (targetPort %q)", port.TargetPort.StrVal)
	}
	return ""
}

// unnamedPort says that no container of the pod has the port's name, and which has the
// nearest one.
func unnamedPort(pod *corev1.Pod, port corev1.ServicePort) string {
	name, protocol := port.TargetPort.StrVal, protocolOf(port.Protocol)
	owner := map[string]string{}
	var names []string
	containers := ownContainers(pod)
	for _, c := range containers {
		for _, own := range c.Ports {
			if own.Name == name {
				return fmt.Sprintf("the port named %q of container %q of pod %q is for %s, not %s", name, c.Name, pod.Name, protocolOf(own.Protocol), protocol)
			}
			if own.Name != "" && owner[own.Name] == "" {
				owner[own.Name] = c.Name
				names = append(names, own.Name)
			}
		}
	}
	says := fmt.Sprintf("no container of pod %q has a port named %q", pod.Name, name)
	switch near := words.Nearest(name, names); {
	case len(containers) == 1 && len(names) == 0:
		return fmt.Sprintf("container %q of pod %q has no port named %q, and names none", containers[0].Name, pod.Name, name)
	case len(names) == 0:
		return says + ", and none names any"
	case near != "":
		return fmt.Sprintf("container %q of pod %q has no port named %q; the nearest is %q", owner[near], pod.Name, name, near)
	}
	return says + "; they have " + strings.Join(names, ", ")
}

func protocolOf(p corev1.Protocol) corev1.Protocol {
	if p == "" {
		return corev1.ProtocolTCP
	}
	return p
}

// ownContainers are those that run as long as the pod does: sidecars too.
func ownContainers(pod *corev1.Pod) []corev1.Container {
	all := append([]corev1.Container{}, pod.Spec.Containers...)
	for _, c := range pod.Spec.InitContainers {
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			all = append(all, c)
		}
	}
	return all
}
