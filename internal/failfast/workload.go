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

// DeadlineGrace is how long a Deployment and its pods must be unchanged after the progress deadline, within a wait: a
// rollout may succeed late. A wait for the rollout itself ends at once, as kubectl rollout status does.
const DeadlineGrace = 10 * time.Second

func (e *evaluator) workload(s Subject, obj *unstructured.Unstructured) Reason {
	seen, _, err := unstructured.NestedInt64(obj.Object, "status", "observedGeneration")
	if obj.GetKind() != "Job" && (err != nil || seen < obj.GetGeneration()) {
		return Reason{}
	}
	counts := func(pod *unstructured.Unstructured) bool { return s.Goal == Up || madeFrom(obj, pod) } // a rollout needs pods of the new template
	if r := e.allOf(obj, counts); r.Why != "" {
		return r
	}
	if s.Goal == Complete {
		if r := e.rollout(s.Ref, obj); r.Why != "" {
			return r
		}
	}
	return e.deadline(s.Ref, obj, counts)
}

// allOf returns a reason if the workload has pods that count and all of them are stuck. It reads all of them only if none of
// them may still run: one such pod is enough to continue the wait.
func (e *evaluator) allOf(workload *unstructured.Unstructured, counts func(*unstructured.Unstructured) bool) Reason {
	mayRun := func(pod *unstructured.Unstructured) bool {
		return e.stays(workload, pod) && counts(pod) && e.stuck(pod).Why == ""
	}
	if observe.AnyOwned(e.view, workload.GetUID(), podKind, mayRun) {
		return Reason{}
	}
	return e.all(e.pods(workload, counts))
}

// service returns a reason if all pods that a Service selects are stuck.
func (e *evaluator) service(obj *unstructured.Unstructured) Reason {
	selected, _, err := unstructured.NestedStringMap(obj.Object, "spec", "selector")
	if err != nil || len(selected) == 0 {
		return Reason{}
	}
	if e.hasReadyEndpoint(obj) {
		return Reason{}
	}
	selector := labels.SelectorFromSet(selected)
	return e.all(slices.DeleteFunc(e.view.List(kindOf("Pod", "pods"), obj.GetNamespace(), selector), func(pod *unstructured.Unstructured) bool {
		return pod.GetDeletionTimestamp() != nil
	}))
}

var sliceKind = kube.Kind{GVK: discoveryv1.SchemeGroupVersion.WithKind("EndpointSlice"), GVR: discoveryv1.SchemeGroupVersion.WithResource("endpointslices"), Namespaced: true}

// hasReadyEndpoint reports whether a pod of the Service is listed as ready. Then not all pods are stuck, and none of them
// has to be read. With publishNotReadyAddresses, endpoints prove nothing.
func (e *evaluator) hasReadyEndpoint(service *unstructured.Unstructured) bool {
	if published, _, err := unstructured.NestedBool(service.Object, "spec", "publishNotReadyAddresses"); published || err != nil {
		return false
	}
	own := labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: service.GetName()})
	return slices.ContainsFunc(e.view.List(sliceKind, service.GetNamespace(), own), func(obj *unstructured.Unstructured) bool {
		slice := observe.Typed(e.view, obj, kube.As[discoveryv1.EndpointSlice])
		return slice != nil && slices.ContainsFunc(slice.Endpoints, func(one discoveryv1.Endpoint) bool {
			return one.Conditions.Ready != nil && *one.Conditions.Ready && one.TargetRef != nil
		})
	})
}

// all returns a reason if there are pods and every one of them is stuck.
func (e *evaluator) all(pods []*unstructured.Unstructured) Reason {
	slices.SortFunc(pods, func(a, b *unstructured.Unstructured) int { return strings.Compare(a.GetName(), b.GetName()) })
	var first Reason
	for _, pod := range pods {
		r := e.stuck(pod)
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

// deadline returns a reason if a Deployment has exceeded its progress deadline and neither it nor its pods change any more.
func (e *evaluator) deadline(ref kube.Ref, obj *unstructured.Unstructured, counts func(*unstructured.Unstructured) bool) Reason {
	if obj.GetKind() != "Deployment" || !exceeded(obj) {
		return Reason{}
	}
	refs := []kube.Ref{ref}
	for _, pod := range e.pods(obj, counts) {
		refs = append(refs, e.ref(pod))
	}
	var last time.Time
	for _, r := range refs {
		if versions := e.view.History(r); versions[len(versions)-1].At.After(last) {
			last = versions[len(versions)-1].At
		}
	}
	return e.after(DeadlineGrace, deadlineExceeded, last)
}

const deadlineExceeded = "its progress deadline is exceeded (ProgressDeadlineExceeded)"

func exceeded(obj *unstructured.Unstructured) bool {
	progressing := kube.Condition(obj, "Progressing")
	return progressing["status"] == "False" && progressing["reason"] == "ProgressDeadlineExceeded"
}

// current reports whether a controller would create the pod again as it is: everything that may keep a pod from running
// equals the template.
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
