package record

import (
	"fmt"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/words"
)

// Facts are the objects of the namespace once nothing changes any more.
type Facts struct {
	Objects []*unstructured.Unstructured
	// Why returns the code of what is wrong with an object; "" if nothing is.
	Why func(obj *unstructured.Unstructured) string
}

// find returns the current object of a change, or nil if it is gone.
func (f Facts) find(c Change) *unstructured.Unstructured {
	for _, obj := range f.Objects {
		if obj.GetKind() == c.Kind.GVK.Kind && obj.GroupVersionKind().Group == c.Kind.GVK.Group && obj.GetName() == c.object().GetName() {
			return obj
		}
	}
	return nil
}

// passing are codes of temporary states, which are not checked.
var passing = map[string]bool{explain.PodStarting: true, explain.PodTerminating: true, explain.PodNotReady: true}

// moving reports whether an object that the user created or changed has not reached its spec, or the end of its deletion, yet.
func (f Facts) moving(c Change) bool {
	obj := f.find(c)
	switch {
	case obj == nil:
		return false
	case obj.GetDeletionTimestamp() != nil:
		return true
	}
	switch code := f.Why(obj); {
	case code != "":
		return passing[code]
	case obj.GroupVersionKind().Group == "apps":
		return rolloutSaid(c.name(), obj) == nil
	}
	return false
}

// checks returns the checks for the result of creating or changing an object.
func (f Facts) checks(c Change) []string {
	obj := f.find(c)
	if obj == nil {
		return []string{c.name() + " does not exist"}
	}
	if code := f.Why(obj); code != "" && !passing[code] {
		return []string{fmt.Sprintf("the reason of %s is %s", c.name(), code)}
	}
	if said := f.said(c.name(), obj); len(said) > 0 {
		return said
	}
	return []string{c.name() + " exists"}
}

func (f Facts) said(name string, obj *unstructured.Unstructured) []string {
	switch obj.GroupVersionKind().GroupKind().String() {
	case "Pod":
		return podSaid(name, kube.As[corev1.Pod](obj))
	case "Deployment.apps", "StatefulSet.apps", "DaemonSet.apps":
		return rolloutSaid(name, obj)
	case "Job.batch":
		return jobSaid(name, kube.As[batchv1.Job](obj))
	case "Service":
		return f.endpointsSaid(name, obj)
	case "PersistentVolumeClaim":
		if claim := kube.As[corev1.PersistentVolumeClaim](obj); claim != nil && claim.Status.Phase == corev1.ClaimBound {
			return []string{name + ` has "Bound" at "{.status.phase}"`}
		}
	}
	return nil
}

func podSaid(name string, pod *corev1.Pod) []string {
	if pod == nil {
		return nil
	}
	status := explain.PodStatus(pod)
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue && status == "Running" {
			return []string{name + " is ready"}
		}
	}
	return []string{name + " is " + status}
}

// rolloutSaid returns the check of a workload that has reached its spec, and none for others.
func rolloutSaid(name string, obj *unstructured.Unstructured) []string {
	var wanted, updated, ready int32
	seen := int64(0)
	switch obj.GetKind() {
	case "Deployment":
		if d := kube.As[appsv1.Deployment](obj); d != nil && d.Spec.Replicas != nil {
			wanted, updated, ready, seen = *d.Spec.Replicas, d.Status.UpdatedReplicas, d.Status.ReadyReplicas, d.Status.ObservedGeneration
		}
	case "StatefulSet":
		if s := kube.As[appsv1.StatefulSet](obj); s != nil && s.Spec.Replicas != nil {
			wanted, updated, ready, seen = *s.Spec.Replicas, s.Status.UpdatedReplicas, s.Status.ReadyReplicas, s.Status.ObservedGeneration
		}
	case "DaemonSet":
		if d := kube.As[appsv1.DaemonSet](obj); d != nil {
			wanted, updated, ready, seen = d.Status.DesiredNumberScheduled, d.Status.UpdatedNumberScheduled, d.Status.NumberReady, d.Status.ObservedGeneration
		}
	}
	if seen != obj.GetGeneration() || updated != wanted || ready != wanted {
		return nil
	}
	return []string{name + " is rolled out", fmt.Sprintf("%s has %s", name, words.Times("ready replica", ready))}
}

func jobSaid(name string, job *batchv1.Job) []string {
	if job == nil {
		return nil
	}
	for _, c := range job.Status.Conditions {
		switch {
		case c.Status != corev1.ConditionTrue:
		case c.Type == batchv1.JobComplete:
			return []string{name + " is complete"}
		case c.Type == batchv1.JobFailed:
			return []string{fmt.Sprintf("%s has failed with reason %q", name, c.Reason)}
		}
	}
	return nil
}

// endpointsSaid counts ready addresses, as the step does.
func (f Facts) endpointsSaid(name string, service *unstructured.Unstructured) []string {
	ready := map[string]bool{}
	for _, obj := range f.Objects {
		if obj.GetKind() != "EndpointSlice" || obj.GetLabels()[discoveryv1.LabelServiceName] != service.GetName() {
			continue
		}
		slice := kube.As[discoveryv1.EndpointSlice](obj)
		if slice == nil || len(slice.Ports) == 0 {
			continue
		}
		for _, one := range slice.Endpoints {
			if one.Conditions.Ready == nil || *one.Conditions.Ready {
				ready[strings.Join(one.Addresses, ",")] = true
			}
		}
	}
	if len(ready) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s has %s", name, words.Times("ready endpoint", len(ready)))}
}
