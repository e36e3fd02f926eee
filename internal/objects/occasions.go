package objects

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// What may have happened to an object of any kind; of a pod, it may be a STATUS, too.
const (
	WasCreated = "created"
	WasReady   = "ready"
	WasDeleted = "deleted" // its deletion was asked for
	WasGone    = "gone"
)

// Occasions are those of every kind.
var Occasions = []string{WasCreated, WasReady, WasDeleted, WasGone}

// When is the first version of an object that shows what happened to it, or what was seen instead. Of several objects that had
// the name one after the other, it is the last one to which that happened: one that is there again has been gone.
func When(v observe.View, ref kube.Ref, occasion string) (*observe.Observation, string) {
	lives := Lives(v, ref)
	for _, life := range slices.Backward(lives) {
		if at := In(life, occasion); at != nil {
			return at, ""
		}
	}
	return nil, notYet(v, ref, occasion)
}

// WhenBoth is When for two things that happened to one object.
func WhenBoth(v observe.View, ref kube.Ref, first, second string) (a, b *observe.Observation, saw string) {
	for _, life := range slices.Backward(Lives(v, ref)) {
		if a, b = In(life, first), In(life, second); a != nil && b != nil {
			return a, b, ""
		}
	}
	for _, occasion := range []string{first, second} {
		if _, saw := When(v, ref, occasion); saw != "" {
			return nil, nil, saw
		}
	}
	return nil, nil, fmt.Sprintf("no %s of this name was both %s and %s", ref, first, second)
}

func notYet(v observe.View, ref kube.Ref, occasion string) string {
	if saw := NeverThere(v, ref); saw != "" {
		return saw
	}
	saw := fmt.Sprintf("%s was never %s", ref, occasion)
	switch obj := v.Get(ref); {
	case obj == nil:
		return saw
	case ref.Kind.GVK.GroupKind() == KindPod:
		return saw + "; it is " + SawPod(v, ref)
	case obj.GetDeletionTimestamp() != nil:
		return saw + "; " + BeingDeleted
	}
	return saw + "; it is there"
}

// Lives are the versions of the objects that had a name, one after the other.
func Lives(v observe.View, ref kube.Ref) (lives [][]observe.Observation) {
	for _, o := range v.History(ref) {
		last := len(lives) - 1
		if last < 0 || lives[last][0].Object.GetUID() != o.Object.GetUID() {
			lives = append(lives, nil)
			last++
		}
		lives[last] = append(lives[last], o)
	}
	return lives
}

// In is the first version of one object that shows what happened to it; nil when none does.
func In(life []observe.Observation, occasion string) *observe.Observation {
	for i := range life {
		if shows(&life[i], occasion) {
			return &life[i]
		}
	}
	return nil
}

func shows(o *observe.Observation, occasion string) bool {
	switch occasion {
	case WasCreated:
		return true // the first version
	case WasGone:
		return o.Type == watch.Deleted
	case WasDeleted:
		return o.Type == watch.Deleted || o.Object.GetDeletionTimestamp() != nil
	case WasReady:
		return o.Type != watch.Deleted && isReady(o.Object)
	}
	pod := kube.As[corev1.Pod](o.Object)
	return o.Type != watch.Deleted && pod != nil && explain.PodStatus(pod) == occasion
}

func isReady(obj *unstructured.Unstructured) bool {
	condition := "Ready"
	if kind := obj.GroupVersionKind().GroupKind(); kind == KindDeployment {
		condition = "Available"
	}
	return kube.Condition(obj, condition)["status"] == "True"
}
