package grade

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
)

// snapshot has the objects in a namespace at a point in time, of the kinds that a student may use and the grader may read.
type snapshot []*unstructured.Unstructured

// takeSnapshot reads a namespace. The error is a [*TooMuch] if it has more than a multiple of the exercise's limits.
func takeSnapshot(ctx context.Context, client *kube.Client, namespace string, e *exercise.Exercise) (snapshot, error) {
	kinds, err := kindsOfWork(ctx, client, e.Kinds)
	if err != nil {
		return nil, err
	}
	var all snapshot
	limit := boundOf(e.Limits)
	for _, kind := range kinds {
		err := client.Each(ctx, kind, namespace, func(obj *unstructured.Unstructured) error {
			all = append(all, obj)
			return errors.Join(limit.count(obj), withoutContents(obj))
		})
		if kube.MissingRight(err) != nil {
			continue // what may not be read is not judged either
		}
		if err != nil {
			return nil, fmt.Errorf("look at what is in namespace %s: %w", namespace, err)
		}
	}
	return all, nil
}

// changed describes what somebody has changed between two snapshots; "" if nothing. Actions of controllers do not count: they
// write status, create and delete what they own, and set annotations of Kubernetes.
func changed(before, after snapshot) (string, error) {
	scaled := before.scaled()
	now := map[string]*unstructured.Unstructured{}
	for _, obj := range after {
		now[nameOf(obj)] = obj
	}
	for _, was := range before {
		is := now[nameOf(was)]
		delete(now, nameOf(was))
		same, err := untouched(was, is, scaled[nameOf(was)])
		switch {
		case err != nil:
			return "", err
		case is == nil && !same:
			return nameOf(was) + " was deleted", nil
		case !same:
			return nameOf(was) + " was changed", nil
		}
	}
	for _, obj := range after {
		if now[nameOf(obj)] != nil && !madeByOthers(obj) {
			return nameOf(obj) + " was created", nil
		}
	}
	return "", nil
}

func nameOf(obj *unstructured.Unstructured) string { return obj.GetKind() + " " + obj.GetName() }

// untouched reports whether only controllers have touched an object; is is nil if it no longer exists.
func untouched(was, is *unstructured.Unstructured, scaled bool) (bool, error) {
	if is == nil || is.GetUID() != was.GetUID() {
		return madeByOthers(was) && (is == nil || madeByOthers(is)), nil
	}
	if withoutStatus(was) && withoutStatus(is) && was.GetResourceVersion() != is.GetResourceVersion() {
		return false, nil
	}
	a, err := written(was, scaled)
	if err != nil {
		return false, err
	}
	b, err := written(is, scaled)
	return a == b, err
}

// written returns a text for what people have written in an object. It also differs if something was changed and changed back:
// it includes the generation, and when each writer last wrote something.
func written(obj *unstructured.Unstructured, scaled bool) (string, error) {
	if metav1.GetControllerOf(obj) != nil {
		return fmt.Sprint(obj.GetLabels()), nil // by which Services and controllers find it
	}
	fields := obj.DeepCopy().Object
	generation := obj.GetGeneration()
	if scaled {
		generation = 0
		unstructured.RemoveNestedField(fields, "spec", "replicas")
	}
	delete(fields, "status")
	delete(fields, "metadata")
	text, err := json.Marshal([]any{fields, obj.GetLabels(), ownAnnotations(obj), obj.GetDeletionTimestamp() != nil, generation, writers(obj)})
	if err != nil {
		return "", fmt.Errorf("compare %s: %w", nameOf(obj), err)
	}
	return string(text), nil
}

// withoutStatus reports whether every version of an object was written by somebody: no controller updates it.
func withoutStatus(obj *unstructured.Unstructured) bool {
	status, _, _ := unstructured.NestedMap(obj.Object, "status")
	return metav1.GetControllerOf(obj) == nil && slices.Contains([]string{"ConfigMap", "Secret", "Service"}, obj.GetKind()) && empty(status)
}

// empty reports whether a status contains nothing, such as that of a Service without a load balancer.
func empty(status map[string]any) bool {
	for _, value := range status {
		if inner, is := value.(map[string]any); !is || !empty(inner) {
			return false
		}
	}
	return true
}

// ownAnnotations returns the annotations that do not belong to Kubernetes.
func ownAnnotations(obj *unstructured.Unstructured) map[string]string {
	own := map[string]string{}
	for key, value := range obj.GetAnnotations() {
		domain, _, _ := strings.Cut(key, "/")
		if !strings.HasSuffix(domain, "kubernetes.io") && !strings.HasSuffix(domain, "k8s.io") {
			own[key] = value
		}
	}
	return own
}

// writers returns who has written an object, and when, except for its status and writes by controllers.
func writers(obj *unstructured.Unstructured) (all []string) {
	for _, entry := range obj.GetManagedFields() {
		if entry.Subresource == "" && !slices.Contains(controllers, entry.Manager) {
			all = append(all, fmt.Sprint(entry.Manager, entry.Operation, entry.Time))
		}
	}
	return all
}

// scaled returns the objects whose replicas a HorizontalPodAutoscaler sets.
func (s snapshot) scaled() map[string]bool {
	all := map[string]bool{}
	for _, obj := range s {
		if obj.GetKind() != "HorizontalPodAutoscaler" {
			continue
		}
		kind, _, _ := unstructured.NestedString(obj.Object, "spec", "scaleTargetRef", "kind")
		name, _, _ := unstructured.NestedString(obj.Object, "spec", "scaleTargetRef", "name")
		all[kind+" "+name] = true
	}
	return all
}
