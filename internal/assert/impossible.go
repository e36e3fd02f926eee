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

// Impossible says that a check can never be met, or a question never be answered, because of what was applied. It is
// reported at once, without looking for other causes.
type Impossible struct{ Says, Hint string }

// Error is what the spec says.
func (b *Impossible) Error() string { return b.Says }

// Is makes it a probe.ErrFailFast.
func (b *Impossible) Is(target error) bool { return target == probe.ErrFailFast }

// Rule returns why the spec of a Service makes a step impossible, nil if it does not.
type Rule func(kube.Ref, *corev1.Service) *Impossible

// Unless is the check of a Service, unless its spec makes it impossible.
func Unless(rules Rule, ref kube.Ref, check observe.Check) observe.Check {
	return func(v observe.View) observe.Verdict {
		if svc := kube.As[corev1.Service](v.Get(ref)); svc != nil {
			if no := rules(ref, svc); no != nil {
				return observe.Verdict{Saw: no.Says, FailsFast: no}
			}
		}
		return check(v)
	}
}

func typeOf(svc *corev1.Service) corev1.ServiceType {
	return cmp.Or(svc.Spec.Type, corev1.ServiceTypeClusterIP)
}

// NoExternalAddress applies to a Service that no load balancer will give an address.
func NoExternalAddress(ref kube.Ref, svc *corev1.Service) *Impossible {
	if svc.Spec.Type == corev1.ServiceTypeLoadBalancer {
		return nil
	}
	return &Impossible{fmt.Sprintf("%s has type %s; only a LoadBalancer gets an external address", ref, typeOf(svc)),
		"write `type: LoadBalancer` in its spec"}
}

// NoNodePort applies to a Service that has no node port. The API server allocates node ports when the Service is written,
// or never.
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

// NoClusterIP applies to a Service without a cluster IP.
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

// NoEndpoints applies to a Service of type ExternalName.
func NoEndpoints(ref kube.Ref, svc *corev1.Service) *Impossible {
	if svc.Spec.Type != corev1.ServiceTypeExternalName {
		return nil
	}
	return &Impossible{fmt.Sprintf("%s has type ExternalName; it is only a name in DNS, and has no endpoints", ref),
		"write `type: ClusterIP` and a selector in its spec"}
}
