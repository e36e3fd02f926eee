package engine

import (
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// lateKubelet returns an error if the failure is an event by which a kubelet says that it was late. An application that prints
// the same text is no kubelet.
func lateKubelet(v observe.View, failed error) error {
	f, is := errors.AsType[*explain.Failure](failed)
	if !is {
		return nil
	}
	said := explain.LateKubelet(f.Saw + "\n" + f.Why)
	if said == "" {
		return nil
	}
	for _, o := range v.All() {
		if o.Ref.Kind.GVK.Kind != "Event" {
			continue
		}
		e := kube.As[corev1.Event](o.Object)
		if e != nil && ofKubelet(e) && e.Reason == "FailedMount" && explain.LateKubelet(e.Message) == said {
			return fmt.Errorf("the kubelet of node %s had not received an object from the API server in time, and tries again: %s", e.Source.Host, said)
		}
	}
	return nil
}

func ofKubelet(e *corev1.Event) bool {
	return e.Source.Component == "kubelet" || e.ReportingController == "kubelet"
}
