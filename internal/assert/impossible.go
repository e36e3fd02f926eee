package assert

import (
	"cmp"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
)

// Impossible is why a check can never be met, or a question never be answered: what was applied says so. It is told at once,
// and nothing that keeps the object from being well is its cause.
type Impossible struct{ Says, Hint string }

// Error is what the spec says.
func (b *Impossible) Error() string { return b.Says }

// Is lets it end the asking.
func (b *Impossible) Is(target error) bool { return target == probe.ErrHopeless }

// Rule returns what the spec of a service says against a step, nil when nothing does.
type Rule func(kube.Ref, *corev1.Service) *Impossible

// Unless is the check of a service whose spec does not rule it out.
func Unless(rules Rule, ref kube.Ref, check observe.Check) observe.Check {
	return func(v observe.View) observe.Verdict {
		if svc := kube.As[corev1.Service](v.Get(ref)); svc != nil {
			if no := rules(ref, svc); no != nil {
				return observe.Verdict{Saw: no.Says, Hopeless: no}
			}
		}
		return check(v)
	}
}

func typeOf(svc *corev1.Service) corev1.ServiceType {
	return cmp.Or(svc.Spec.Type, corev1.ServiceTypeClusterIP)
}

// NoExternalAddress rules out what no load balancer will ever give an address.
func NoExternalAddress(ref kube.Ref, svc *corev1.Service) *Impossible {
	if svc.Spec.Type == corev1.ServiceTypeLoadBalancer {
		return nil
	}
	return &Impossible{fmt.Sprintf("%s has type %s; only a LoadBalancer gets an external address", ref, typeOf(svc)),
		"write `type: LoadBalancer` in its spec"}
}

// NoNodePort rules out a service that the API server has given no node port: it gives them with the service, or never.
func NoNodePort(ref kube.Ref, svc *corev1.Service) *Impossible {
	if objects.FirstNodePort(svc) != 0 {
		return nil
	}
	if svc.Spec.Type == corev1.ServiceTypeLoadBalancer || svc.Spec.Type == corev1.ServiceTypeNodePort {
		return &Impossible{fmt.Sprintf("%s has no node port, although its type is %s", ref, svc.Spec.Type),
			"take `allocateLoadBalancerNodePorts: false` out of its spec, or give it a port"}
	}
	return &Impossible{fmt.Sprintf("%s has type %s; only NodePort and LoadBalancer services get a node port", ref, typeOf(svc)),
		"write `type: NodePort` in its spec"}
}

// NoClusterIP rules out a service without an address of its own.
func NoClusterIP(ref kube.Ref, svc *corev1.Service) *Impossible {
	switch {
	case svc.Spec.Type == corev1.ServiceTypeExternalName:
		return &Impossible{fmt.Sprintf("%s has type ExternalName, and so no cluster IP", ref), "write `type: ClusterIP` in its spec"}
	case svc.Spec.ClusterIP == corev1.ClusterIPNone:
		return &Impossible{fmt.Sprintf("%s is headless (clusterIP: None), and so has no cluster IP", ref), "take `clusterIP: None` out of its spec"}
	case svc.Spec.ClusterIP == "" || len(svc.Spec.Ports) == 0:
		return &Impossible{fmt.Sprintf("%s has no cluster IP and port", ref), "give it a port"}
	}
	return nil
}

// NoEndpoints rules out a service that is only a name.
func NoEndpoints(ref kube.Ref, svc *corev1.Service) *Impossible {
	if svc.Spec.Type != corev1.ServiceTypeExternalName {
		return nil
	}
	return &Impossible{fmt.Sprintf("%s has type ExternalName; it is only a name in DNS, and has no endpoints", ref),
		"write `type: ClusterIP` and a selector in its spec"}
}
