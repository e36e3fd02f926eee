package objects

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// FirstNodePort is the node port of the first port of a service; 0 when it has none.
func FirstNodePort(svc *corev1.Service) int32 {
	if svc == nil || len(svc.Spec.Ports) == 0 {
		return 0
	}
	return svc.Spec.Ports[0].NodePort
}

// ExternalAddress is the first address that a load balancer has given.
func ExternalAddress(svc *corev1.Service) string {
	for _, in := range svc.Status.LoadBalancer.Ingress {
		if in.IP != "" {
			return in.IP
		}
		if in.Hostname != "" {
			return in.Hostname
		}
	}
	return ""
}

// PresentService is a check of a service, which has to exist.
func PresentService(ref kube.Ref, check func(*corev1.Service) observe.Verdict) observe.Check {
	return func(v observe.View) observe.Verdict {
		svc := kube.As[corev1.Service](v.Get(ref))
		if svc == nil {
			return observe.Verdict{Saw: fmt.Sprintf("there is no %s", ref)}
		}
		return check(svc)
	}
}
