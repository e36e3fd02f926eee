package explain

import (
	"fmt"
	"slices"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// IngressUnserved is a code; its meaning is in ingressUnservedDoc.
const IngressUnserved = "INGRESS_UNSERVED"

var ingressUnservedDoc = Code{
	Code:    IngressUnserved,
	Meaning: "An Ingress that is not served: it has no class, controller or address, or one of its services is missing.",
	Example: `ingress "web" sends / to service "wbe", which does not exist`,
}

// ingress explains an Ingress that is not served: its class, the services behind it, and whether a controller has given it an
// address, in this order.
func (x *index) ingress(o *unstructured.Unstructured) []finding {
	i, err := read[networkingv1.Ingress](o)
	if err != nil {
		return unreadable(o, err)
	}
	if f := x.ingressClass(o, i); f != nil {
		return []finding{*f}
	}
	for _, b := range backends(i) {
		svc := x.get(kindService, i.Namespace, b.service)
		if svc == nil && slices.Contains(x.Listed, kindService) {
			f := unserved(say.Textf("%s sends %s to service %q, which does not exist", describeName(o), b.path, quote(b.service)), say.Textf("create the service, or correct its name"), o)
			if near := nearest(b.service, x.namesOf(kindService, i.Namespace)); len(near) > 0 {
				f.Hint = say.Textf("%s; there is %s", f.Hint, names(near))
			}
			return []finding{f}
		}
		if svc == nil {
			continue
		}
		if found := x.service(svc); len(found) > 0 {
			return append(found, unserved(say.Textf("%s sends %s to service %q, behind which nobody answers", describeName(o), b.path, quote(b.service)), say.Textf("look at the service's own reasons above"), o))
		}
	}
	if len(i.Status.LoadBalancer.Ingress) == 0 {
		return []finding{unserved(say.Textf("%s has no address: no controller has taken it", describeName(o)), moreTimeOr(say.Textf("look whether the controller of its class runs")), o)}
	}
	return nil
}

func unserved(says, hint say.Text, o *unstructured.Unstructured) finding {
	return finding{Code: IngressUnserved, Sentence: says, Hint: hint,
		Evidence: []string{fmt.Sprintf("%s spec.ingressClassName: %s", pathOf(o), firstNonEmpty(stringAt(o, "spec", "ingressClassName"), "none"))}}
}

// ingressClass reports a class that is not set or does not exist; nil while that is unknown.
func (x *index) ingressClass(o *unstructured.Unstructured, i *networkingv1.Ingress) *finding {
	name := firstNonEmpty(deref(i.Spec.IngressClassName, ""), i.Annotations["kubernetes.io/ingress.class"])
	if !slices.Contains(x.Listed, kindClass) || i.Annotations["kubernetes.io/ingress.class"] != "" || len(i.Status.LoadBalancer.Ingress) > 0 {
		return nil
	}
	classes := x.list(kindClass, "")
	var have []string
	isDefault := false
	for _, c := range classes {
		have = append(have, c.GetName())
		isDefault = isDefault || c.GetAnnotations()[networkingv1.AnnotationIsDefaultIngressClass] == "true"
	}
	there := say.Textf("the cluster has no ingress class, and with it no controller")
	if len(have) > 0 {
		there = say.Textf("the cluster has %s", names(have))
	}
	var f finding
	switch {
	case name == "" && !isDefault:
		f = unserved(say.Textf("%s names no class, and there is no default one: %s", describeName(o), there), say.Textf("name a class whose controller runs, or install one"), o)
	case name != "" && !slices.Contains(have, name):
		f = unserved(say.Textf("%s names class %q, which does not exist: %s", describeName(o), quote(name), there), say.Textf("correct spec.ingressClassName, or install its controller"), o)
	default:
		return nil
	}
	return &f
}

// backend is a service to which an Ingress routes.
type backend struct {
	path    say.Text
	service string
}

func backends(i *networkingv1.Ingress) []backend {
	var out []backend
	if d := i.Spec.DefaultBackend; d != nil && d.Service != nil {
		out = append(out, backend{say.Textf("by default"), d.Service.Name})
	}
	for _, rule := range i.Spec.Rules {
		if rule.HTTP == nil {
			continue
		}
		for _, p := range rule.HTTP.Paths {
			if p.Backend.Service != nil {
				out = append(out, backend{say.Literal(quote(rule.Host + firstNonEmpty(p.Path, "/"))), p.Backend.Service.Name})
			}
		}
	}
	return out
}
