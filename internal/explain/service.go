package explain

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/gherkind/gherkind/internal/say"
)

// ServiceNoEndpoints is a code; its meaning is in serviceNoEndpointsDoc.
const ServiceNoEndpoints = "SERVICE_NO_ENDPOINTS"

var serviceNoEndpointsDoc = Code{
	Code:    ServiceNoEndpoints,
	Meaning: "A Service has no endpoints: it has no selector, selects nothing, selects no ready pod, or names a port that no container has.",
	Example: `service "web" selects nothing: no pod has app=wbe`,
}

// service explains a Service without endpoints: no selector, no selected pods, no ready ones (with the pods' own causes first),
// or no container with the named port.
func (x *index) service(o *unstructured.Unstructured) []finding {
	svc, err := read[corev1.Service](o)
	if err != nil {
		return unreadable(o, err)
	}
	if svc.Spec.Type == corev1.ServiceTypeExternalName {
		return nil
	}
	ready := x.readyEndpoints(svc)
	if len(svc.Spec.Selector) == 0 {
		if ready > 0 {
			return nil
		}
		return []finding{noEndpoints(svc, say.Textf("service %q has no selector, so nobody gives it endpoints", svc.Name),
			say.Textf("give it a selector, or make an EndpointSlice for it by hand"), nil)}
	}
	pods := x.selected(svc)
	if len(pods) == 0 {
		return []finding{x.nothingSelected(svc)}
	}
	if f, bad := x.namedPorts(svc, pods); bad {
		return []finding{f}
	}
	if ready > 0 {
		return nil
	}
	out := x.pods(pods, progress{})
	says := say.Textf("service %q has no endpoint: none of the %d pods that it selects is ready", svc.Name, len(pods))
	if len(pods) == 1 {
		says = say.Textf("service %q has no endpoint: the only pod that it selects is not ready", svc.Name)
	}
	return append(out, noEndpoints(svc, says,
		say.Textf("look at the pods' own reasons above"), podStates(pods)))
}

func noEndpoints(svc *corev1.Service, says, hint say.Text, evidence []string) finding {
	lines := []string{fmt.Sprintf("service/%s spec.selector: %s", svc.Name, firstNonEmpty(quote(labels.FormatLabels(svc.Spec.Selector)), "none"))}
	return finding{
		Code:     ServiceNoEndpoints,
		Sentence: says,
		Hint:     hint,
		Evidence: append(lines, evidence...),
	}
}

// readyEndpoints counts the ready addresses of the Service's slices that have one of its ports.
func (x *index) readyEndpoints(svc *corev1.Service) int {
	n := 0
	for _, o := range x.list(kindSlice, svc.Namespace) {
		slice, err := read[discoveryv1.EndpointSlice](o)
		if err != nil || slice.Labels[discoveryv1.LabelServiceName] != svc.Name || !hasPortOf(slice, svc) {
			continue
		}
		for _, e := range slice.Endpoints {
			if deref(e.Conditions.Ready, true) {
				n += len(e.Addresses)
			}
		}
	}
	return n
}

// hasPortOf reports whether the addresses of a slice can be reached through a port of the Service; a Service without ports is
// reached by name.
func hasPortOf(slice *discoveryv1.EndpointSlice, svc *corev1.Service) bool {
	if len(svc.Spec.Ports) == 0 || svc.Spec.ClusterIP == corev1.ClusterIPNone {
		return true
	}
	return slices.ContainsFunc(slice.Ports, func(have discoveryv1.EndpointPort) bool {
		return slices.ContainsFunc(svc.Spec.Ports, func(port corev1.ServicePort) bool { return port.Name == deref(have.Name, "") })
	})
}

// selected returns the pods that the Service selects and that can still serve.
func (x *index) selected(svc *corev1.Service) []*unstructured.Unstructured {
	selector := labels.SelectorFromSet(svc.Spec.Selector)
	return slices.DeleteFunc(x.list(kindPod, svc.Namespace), func(o *unstructured.Unstructured) bool {
		phase := stringAt(o, "status", "phase")
		return !selector.Matches(labels.Set(o.GetLabels())) || phase == "Succeeded" || phase == "Failed"
	})
}

// nothingSelected names the pod whose labels are most similar.
func (x *index) nothingSelected(svc *corev1.Service) finding {
	says := say.Textf("service %q selects nothing: no pod has %s", svc.Name, quote(labels.FormatLabels(svc.Spec.Selector)))
	hint := say.Textf("correct the selector or the pods' labels, or start the pods")
	var evidence []string
	for _, o := range x.list(kindPod, svc.Namespace) {
		evidence = append(evidence, fmt.Sprintf("%s labels: %s", pathOf(o), quoteless(labels.FormatLabels(o.GetLabels()))))
	}
	if len(evidence) == 0 {
		says = say.Textf("%s; the namespace has no pods", says)
		hint = say.Textf("start the pods")
	}
	return noEndpoints(svc, says, hint, evidence[:min(len(evidence), 5)])
}

// namedPorts reports a targetPort whose name no container of the selected pods has.
func (x *index) namedPorts(svc *corev1.Service, pods []*unstructured.Unstructured) (finding, bool) {
	var have []string
	for _, o := range pods {
		p := x.podOf(o)
		if p.err != nil {
			continue
		}
		for _, c := range p.containers {
			for _, port := range c.Ports {
				if port.Name != "" && !slices.Contains(have, port.Name) {
					have = append(have, port.Name)
				}
			}
		}
	}
	for _, port := range svc.Spec.Ports {
		name := port.TargetPort.StrVal
		if port.TargetPort.Type != intstr.String || slices.Contains(have, name) {
			continue
		}
		there := say.Textf("they name no ports")
		if len(have) > 0 {
			there = withNearestPort(say.Textf("they have %s", names(have)), name, have)
		}
		return noEndpoints(svc, say.Textf("service %q sends port %d to a container port named %q, which its pods do not have", svc.Name, port.Port, quote(name)),
			say.Textf("correct targetPort, or name the port in the pod template: %s", there), podStates(pods)), true
	}
	return finding{}, false
}

func withNearestPort(there say.Text, name string, have []string) say.Text {
	if near := nearest(name, have); len(near) > 0 && len(have) > 1 {
		return say.Textf("%s, the nearest is %s", there, quote(near[0]))
	}
	return there
}

// podStates returns a line for each of the first pods, with name and labels.
func podStates(pods []*unstructured.Unstructured) []string {
	var out []string
	for _, o := range pods[:min(len(pods), 5)] {
		pod, err := read[corev1.Pod](o)
		if err != nil {
			out = append(out, pathOf(o)+" unreadable")
			continue
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s: %s, %s ready", pathOf(o), PodStatus(pod), PodReady(pod))))
	}
	return out
}
