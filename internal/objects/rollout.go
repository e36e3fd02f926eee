package objects

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

// RolloutDone judges by the rules of kubectl rollout status, and needs the pods to agree.
func RolloutDone(v observe.View, ref kube.Ref, obj *unstructured.Unstructured, unheard func(*corev1.Pod) string) observe.Verdict {
	if saw := noRollout(obj); saw != "" {
		return observe.Verdict{Saw: saw, FailsFast: errors.New("nothing of this kind is rolled out")}
	}
	r, saw := ReplicasOf(obj)
	if saw == "" {
		saw = rolloutLacks(obj, r)
	}
	if saw != "" {
		return observe.Verdict{Saw: saw}
	}
	if ready, counted := ReadyPods(v, ref, obj, unheard); counted && ready < r.Wanted {
		return observe.Verdict{Saw: SawPods("available replica", r.Available, ready)}
	}
	return observe.Verdict{Met: true}
}

// noRollout tells of the kinds of Kubernetes that replace no pods when their spec changes. Of a custom resource that is
// not known before its status says so.
func noRollout(obj *unstructured.Unstructured) string {
	kind := obj.GroupVersionKind().GroupKind()
	switch {
	case kind == KindDeployment, kind == KindStatefulSet, kind == KindDaemonSet, isCustom(kind):
		return ""
	case kind == KindJob:
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
func rolloutLacks(obj *unstructured.Unstructured, r Replicas) string {
	kept := min(partition(obj), r.Wanted)
	switch {
	case r.Updated < r.Wanted-kept:
		return fmt.Sprintf("%d of %d replicas are of the current spec", r.Updated, r.Wanted-kept)
	case r.All > r.Updated+kept:
		return fmt.Sprintf("%d replicas of an older spec are left", r.All-r.Updated-kept)
	case r.Available < max(r.Updated, r.Wanted):
		return fmt.Sprintf("%d of %d replicas are available", r.Available, max(r.Updated, r.Wanted))
	}
	return ""
}

// partition is how many pods a StatefulSet leaves as they are.
func partition(obj *unstructured.Unstructured) int64 {
	if obj.GroupVersionKind().GroupKind() != KindStatefulSet {
		return 0
	}
	return number(obj, "spec", "updateStrategy", "rollingUpdate", "partition")
}
