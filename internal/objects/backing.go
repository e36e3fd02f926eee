package objects

import (
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Backing is what stands behind a service.
type Backing struct {
	Service      kube.Ref
	Slices, Pods kube.Kind
	Unheard      func(*corev1.Pod) string // of which pods the last word does not count, see [world.World.UnheardPods]; may be nil
}

// Listed are the endpoints by the slices alone.
func (b Backing) Listed(v observe.View) (*Endpoints, string) {
	return readEndpoints(v, b.Service, b.Slices, b.Pods)
}

// Staying are the endpoints by the slices and by the pods: none that is terminating is ready, nor one whose node was switched
// off or frozen since it was.
func (b Backing) Staying(v observe.View) (*Endpoints, string) {
	have, saw := b.Listed(v)
	if have == nil {
		return nil, saw
	}
	have.watchPods(v, b)
	return have, ""
}

// settledFrom is how long endpoints must have been the same. kube-proxy collects changes for a second (minSyncPeriod).
const settledFrom = 3 * time.Second

// Unsettled says why requests may not be sent to all endpoints of a service yet; "" when they are, or there is no service.
func (b Backing) Unsettled(v observe.View, now time.Time) string {
	if v.Get(b.Service) == nil {
		return ""
	}
	have, saw := b.Staying(v)
	switch {
	case have == nil:
		return saw
	case have.Count() == 0 || len(have.going) > 0:
		return fmt.Sprintf("the endpoints of %s are not settled: %s", b.Service, have)
	}
	if ago := now.Sub(b.changed(v)); ago < settledFrom {
		return fmt.Sprintf("the endpoints of %s have been the same for only %s: requests may not be sent to all of them yet", b.Service, ago.Round(100*time.Millisecond))
	}
	return ""
}

// changed is when the endpoints of a service were seen to change last.
func (b Backing) changed(v observe.View) (last time.Time) {
	for _, o := range observe.OfKind(v, b.Slices.GVR.GroupResource(), 0) {
		if b.owns(o.Object) {
			last = o.At
		}
	}
	return last
}

// EverReady reports whether a pod, or any endpoint at all when none is named, was ever listed as ready.
func (b Backing) EverReady(pod string) func(observe.View) bool {
	return func(v observe.View) bool {
		for _, o := range observe.OfKind(v, b.Slices.GVR.GroupResource(), 0) {
			if !b.owns(o.Object) {
				continue
			}
			if slice := kube.As[discoveryv1.EndpointSlice](o.Object); slice != nil && listsAsReady(slice, pod) {
				return true
			}
		}
		return false
	}
}

func listsAsReady(slice *discoveryv1.EndpointSlice, pod string) bool {
	return slices.ContainsFunc(slice.Endpoints, func(one discoveryv1.Endpoint) bool {
		return endpointIsReady(one) && (pod == "" || endpointName(one) == podEndpoint(pod))
	})
}

// owns reports whether a slice is one of the service.
func (b Backing) owns(slice *unstructured.Unstructured) bool {
	return slice.GetNamespace() == b.Service.Namespace && slice.GetLabels()[discoveryv1.LabelServiceName] == b.Service.Name
}

// Wanted is how many endpoints the service is to have in the end: the replicas that workloads want whose pods its selector selects,
// and the pods that are of no such workload.
func (b Backing) Wanted(v observe.View) (wanted int64) {
	svc := kube.As[corev1.Service](v.Get(b.Service))
	if svc == nil || len(svc.Spec.Selector) == 0 {
		return 0
	}
	selector := labels.SelectorFromSet(svc.Spec.Selector)
	templates := []labels.Selector{}
	for _, obj := range b.workloadsOf(v, selector) {
		wanted += StatusReplicas(obj).Wanted
		templates = append(templates, labels.SelectorFromSet(templateLabels(obj)))
	}
	for _, pod := range v.List(b.Pods, b.Service.Namespace, selector) {
		// By its labels, as what stands between a Deployment and its pods need not have been seen.
		counted := metav1.GetControllerOf(pod) != nil && slices.ContainsFunc(templates, func(of labels.Selector) bool { return of.Matches(labels.Set(pod.GetLabels())) })
		if !counted && pod.GetDeletionTimestamp() == nil {
			wanted++
		}
	}
	return wanted
}

// workloadsOf are those whose pods a selector selects; of a ReplicaSet that a Deployment owns, the Deployment.
func (b Backing) workloadsOf(v observe.View, selector labels.Selector) map[kube.Ref]*unstructured.Unstructured {
	found := map[kube.Ref]*unstructured.Unstructured{}
	for _, o := range v.All() {
		obj := v.Get(o.Ref)
		if o.Ref.Namespace != b.Service.Namespace || obj == nil || found[o.Ref] != nil || obj.GetDeletionTimestamp() != nil ||
			!keepsReplicas(obj) || metav1.GetControllerOf(obj) != nil {
			continue
		}
		if template := templateLabels(obj); template != nil && selector.Matches(template) {
			found[o.Ref] = obj
		}
	}
	return found
}

// templateLabels are those of the pods of a workload; nil when it has no template.
func templateLabels(workload *unstructured.Unstructured) labels.Set {
	template, _, err := unstructured.NestedStringMap(workload.Object, "spec", "template", "metadata", "labels")
	if err != nil {
		return nil
	}
	return template
}
