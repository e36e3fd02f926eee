package failfast

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// DeadlineGrace is for how long nothing may have happened to a Deployment and its
// pods after its progress deadline, within a wait: a late success heals it. A wait
// for its rollout ends at once, as kubectl rollout status does.
const DeadlineGrace = 10 * time.Second

func (c *kase) workload(s Subject, obj *unstructured.Unstructured) Reason {
	seen, _, err := unstructured.NestedInt64(obj.Object, "status", "observedGeneration")
	if obj.GetKind() != "Job" && (err != nil || seen < obj.GetGeneration()) {
		return Reason{}
	}
	wanted := func(pod *unstructured.Unstructured) bool { return s.Goal == Up || madeFrom(obj, pod) } // a rollout needs new ones
	if r := c.allOf(obj, wanted); r.Why != "" {
		return r
	}
	if s.Goal == Complete {
		if r := c.rollout(s.Ref, obj); r.Why != "" {
			return r
		}
	}
	return c.deadline(s.Ref, obj, wanted)
}

// allOf is hopeless when the workload has wanted pods and every one of them is. It looks at all of them only when it finds
// none that may still run: of many, one is enough to hope.
func (c *kase) allOf(workload *unstructured.Unstructured, wanted func(*unstructured.Unstructured) bool) Reason {
	mayRun := func(pod *unstructured.Unstructured) bool {
		return c.stays(workload, pod) && wanted(pod) && c.stuck(pod).Why == ""
	}
	if observe.AnyOwned(c.view, workload.GetUID(), podKind, mayRun) {
		return Reason{}
	}
	return c.all(c.pods(workload, wanted))
}

// service judges the pods that a service selects.
func (c *kase) service(obj *unstructured.Unstructured) Reason {
	wanted, _, err := unstructured.NestedStringMap(obj.Object, "spec", "selector")
	if err != nil || len(wanted) == 0 {
		return Reason{}
	}
	if c.hasReadyEndpoint(obj) {
		return Reason{}
	}
	selector := labels.SelectorFromSet(wanted)
	return c.all(slices.DeleteFunc(c.view.List(kindOf("Pod", "pods"), obj.GetNamespace(), selector), func(pod *unstructured.Unstructured) bool {
		return pod.GetDeletionTimestamp() != nil
	}))
}

var sliceKind = kube.Kind{GVK: discoveryv1.SchemeGroupVersion.WithKind("EndpointSlice"), GVR: discoveryv1.SchemeGroupVersion.WithResource("endpointslices"), Namespaced: true}

// hasReadyEndpoint tells of a service one of whose pods is listed as ready: then not all pods are stuck, and none need be looked at.
// One that publishes pods which are not ready says nothing.
func (c *kase) hasReadyEndpoint(service *unstructured.Unstructured) bool {
	if published, _, err := unstructured.NestedBool(service.Object, "spec", "publishNotReadyAddresses"); published || err != nil {
		return false
	}
	own := labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: service.GetName()})
	return slices.ContainsFunc(c.view.List(sliceKind, service.GetNamespace(), own), func(obj *unstructured.Unstructured) bool {
		slice := observe.Typed(c.view, obj, kube.As[discoveryv1.EndpointSlice])
		return slice != nil && slices.ContainsFunc(slice.Endpoints, func(one discoveryv1.Endpoint) bool {
			return one.Conditions.Ready != nil && *one.Conditions.Ready && one.TargetRef != nil
		})
	})
}

// all is hopeless when there are pods and every one of them is.
func (c *kase) all(pods []*unstructured.Unstructured) Reason {
	slices.SortFunc(pods, func(a, b *unstructured.Unstructured) int { return strings.Compare(a.GetName(), b.GetName()) })
	var first Reason
	for _, pod := range pods {
		r := c.stuck(pod)
		if r.Why == "" {
			return Reason{}
		}
		if first.Why == "" {
			first.Why = fmt.Sprintf("pod %q: %s", pod.GetName(), r.Why)
		}
		if r.From.After(first.From) {
			first.From = r.From
		}
	}
	return first
}

// deadline finds a Deployment that its controller has given up, and around which
// nothing moves any more.
func (c *kase) deadline(ref kube.Ref, obj *unstructured.Unstructured, wanted func(*unstructured.Unstructured) bool) Reason {
	if obj.GetKind() != "Deployment" || !exceeded(obj) {
		return Reason{}
	}
	refs := []kube.Ref{ref}
	for _, pod := range c.pods(obj, wanted) {
		refs = append(refs, c.ref(pod))
	}
	var last time.Time
	for _, r := range refs {
		if versions := c.view.History(r); versions[len(versions)-1].At.After(last) {
			last = versions[len(versions)-1].At
		}
	}
	return c.after(DeadlineGrace, deadlineExceeded, last)
}

const deadlineExceeded = "its progress deadline is exceeded (ProgressDeadlineExceeded)"

func exceeded(obj *unstructured.Unstructured) bool {
	progressing := kube.Condition(obj, "Progressing")
	return progressing["status"] == "False" && progressing["reason"] == "ProgressDeadlineExceeded"
}

// current tells whether a controller would make the pod again as it is: all that
// may keep a pod from running is as the template says.
func current(root *unstructured.Unstructured, pod *corev1.Pod) bool {
	raw, found, err := unstructured.NestedMap(root.Object, "spec", "template")
	if err != nil || !found {
		return false
	}
	template := kube.As[corev1.PodTemplateSpec](&unstructured.Unstructured{Object: raw})
	if template == nil {
		return false
	}
	return alike(template.Spec.Containers, pod.Spec.Containers) && alike(template.Spec.InitContainers, pod.Spec.InitContainers) &&
		equality.Semantic.DeepEqual(template.Spec.NodeSelector, pod.Spec.NodeSelector) &&
		equality.Semantic.DeepEqual(template.Spec.Affinity, pod.Spec.Affinity)
}

func madeFrom(root, obj *unstructured.Unstructured) bool {
	pod := kube.As[corev1.Pod](obj)
	return pod != nil && current(root, pod)
}

func alike(template, made []corev1.Container) bool {
	return slices.EqualFunc(template, made, func(a, b corev1.Container) bool {
		return a.Name == b.Name && a.Image == b.Image &&
			equality.Semantic.DeepEqual(a.Command, b.Command) && equality.Semantic.DeepEqual(a.Args, b.Args) &&
			equality.Semantic.DeepEqual(a.Env, b.Env) && equality.Semantic.DeepEqual(a.EnvFrom, b.EnvFrom) &&
			equality.Semantic.DeepEqual(a.Resources, b.Resources)
	})
}
