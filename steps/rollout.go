package steps

import (
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// rolloutDone judges by the rules of kubectl rollout status, and needs the pods to agree.
func rolloutDone(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, unheard func(*corev1.Pod) string) observe.Verdict {
	if saw := noRollout(obj); saw != "" {
		return observe.Verdict{Saw: saw, Hopeless: errors.New("nothing of this kind is rolled out")}
	}
	r, saw := replicasOf(obj)
	if saw == "" {
		saw = rolloutLacks(obj, r)
	}
	if saw != "" {
		return observe.Verdict{Saw: saw}
	}
	if ready, counted := readyPods(v, ref, obj, unheard); counted && ready < r.wanted {
		return observe.Verdict{Saw: sawPods("available replica", r.available, ready)}
	}
	return observe.Verdict{Met: true}
}

// noRollout tells of the kinds of Kubernetes that replace no pods when their spec changes. Of a custom resource that is
// not known before its status says so.
func noRollout(obj *unstructured.Unstructured) string {
	kind := obj.GroupVersionKind().GroupKind()
	switch {
	case kind == kindDeployment, kind == kindStatefulSet, kind == kindDaemonSet, isCustom(kind):
		return ""
	case kind == kindJob:
		return `a job has no rollout: ask for its condition "Complete"`
	}
	return fmt.Sprintf("a %s has no rollout", strings.ToLower(kind.Kind))
}

// isCustom tells of kinds that are not of Kubernetes itself, whose groups have short names, or names below k8s.io.
func isCustom(kind schema.GroupKind) bool {
	return strings.Contains(kind.Group, ".") && !strings.HasSuffix(kind.Group, ".k8s.io")
}

// rolloutLacks says what a rollout waits for, by the rules of kubectl rollout
// status (k8s.io/kubectl/pkg/polymorphichelpers); "" when it is complete.
func rolloutLacks(obj *unstructured.Unstructured, r replicas) string {
	kept := min(partition(obj), r.wanted)
	switch {
	case r.updated < r.wanted-kept:
		return fmt.Sprintf("%d of %d replicas are of the current spec", r.updated, r.wanted-kept)
	case r.all > r.updated+kept:
		return fmt.Sprintf("%d replicas of an older spec are left", r.all-r.updated-kept)
	case r.available < max(r.updated, r.wanted):
		return fmt.Sprintf("%d of %d replicas are available", r.available, max(r.updated, r.wanted))
	}
	return ""
}

// partition is how many pods a StatefulSet leaves as they are.
func partition(obj *unstructured.Unstructured) int64 {
	if obj.GroupVersionKind().GroupKind() != kindStatefulSet {
		return 0
	}
	return number(obj, "spec", "updateStrategy", "rollingUpdate", "partition")
}

func podIsReady(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}
