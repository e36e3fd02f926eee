package explain

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/say"
)

// ObjectUnreadable is a code; its meaning is in objectUnreadableDoc.
const ObjectUnreadable = "OBJECT_UNREADABLE"

var objectUnreadableDoc = Code{
	Code:    ObjectUnreadable,
	Meaning: "The object's fields do not match its kind.",
	Example: `pod/web is not shaped like a Pod of v1`,
}

// index makes Facts searchable.
type index struct {
	Facts
	byName map[Subject]*unstructured.Unstructured
	events []event // oldest first
}

func newIndex(f Facts) *index {
	x := &index{Facts: f, byName: map[Subject]*unstructured.Unstructured{}}
	for _, o := range f.Objects {
		if o.GetKind() == kindEvent {
			x.events = append(x.events, readEvent(o))
			continue
		}
		x.byName[nameOf(o)] = o
	}
	slices.SortStableFunc(x.events, event.compare)
	return x
}

// nameOf returns the Subject for an object. A kind that shares its name with a kind known here but belongs to another API group
// (Knative also has a Service) is named with its group: `Service.serving.knative.dev`.
func nameOf(o *unstructured.Unstructured) Subject {
	kind, group := o.GetKind(), o.GroupVersionKind().Group
	if own, ok := groupOf(kind); ok && own != group {
		kind += "." + group
	}
	return Subject{Kind: kind, Namespace: o.GetNamespace(), Name: o.GetName()}
}

// SubjectOf returns the Subject for an object of a kind.
func SubjectOf(kind schema.GroupVersionKind, namespace, name string) Subject {
	o := &unstructured.Unstructured{}
	o.SetGroupVersionKind(kind)
	o.SetNamespace(namespace)
	o.SetName(name)
	return nameOf(o)
}

func groupOf(kind string) (group string, known bool) {
	switch kind {
	case kindPod, kindNode, kindNamespace, kindClaim, kindService, kindConfigMap, kindSecret:
		return "", true
	case kindDeployment, kindReplicaSet, kindStatefulSet, kindDaemonSet:
		return "apps", true
	case kindJob, kindCronJob:
		return "batch", true
	case kindAutoscaler:
		return "autoscaling", true
	case kindBudget:
		return "policy", true
	case kindIngress, kindClass, kindPolicy:
		return "networking.k8s.io", true
	case kindSlice:
		return "discovery.k8s.io", true
	}
	return "", false
}

func (x *index) get(kind, namespace, name string) *unstructured.Unstructured {
	return x.byName[Subject{kind, namespace, name}]
}

// list returns the objects of a kind in a namespace, sorted by name.
func (x *index) list(kind, namespace string) []*unstructured.Unstructured {
	var out []*unstructured.Unstructured
	for s, o := range x.byName {
		if s.Kind == kind && s.Namespace == namespace {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, byName)
	return out
}

func byName(a, b *unstructured.Unstructured) int { return strings.Compare(a.GetName(), b.GetName()) }

// owned returns the objects of a kind that owner controls, sorted by name. UIDs decide if both are known; recorded objects may
// have none.
func (x *index) owned(owner *unstructured.Unstructured, kind string) []*unstructured.Unstructured {
	return slices.DeleteFunc(x.list(kind, owner.GetNamespace()), func(o *unstructured.Unstructured) bool { return !owns(owner, o) })
}

// goneOf returns the last versions of deleted objects of a kind that owner controlled, sorted by name.
func (x *index) goneOf(owner *unstructured.Unstructured, kind string) []*unstructured.Unstructured {
	var out []*unstructured.Unstructured
	for _, o := range x.Gone {
		if nameOf(o).Kind == kind && o.GetNamespace() == owner.GetNamespace() && owns(owner, o) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, byName)
	return out
}

func owns(owner, o *unstructured.Unstructured) bool {
	return slices.ContainsFunc(o.GetOwnerReferences(), func(ref metav1.OwnerReference) bool {
		sameName := ref.Kind == owner.GetKind() && ref.Name == owner.GetName()
		return sameName && (ref.UID == owner.GetUID() || ref.UID == "" || owner.GetUID() == "")
	})
}

// read converts an object to its Go type. Fields that do not match (an object that was damaged, or one of another API group
// with the same kind) are an error.
func read[T any](o *unstructured.Unstructured) (*T, error) {
	out := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, out); err != nil {
		return nil, fmt.Errorf("read %s: %w", pathOf(o), err)
	}
	return out, nil
}

// unreadable returns the finding for an object that read could not convert.
func unreadable(o *unstructured.Unstructured, err error) []finding {
	return []finding{{
		Code:     ObjectUnreadable,
		Sentence: say.Textf("%s is not shaped like a %s of %s", pathOf(o), o.GetKind(), o.GetAPIVersion()),
		Hint:     say.Textf("look at the object: %s", kubectl("get -o yaml", o)),
		Evidence: []string{quoteless(err.Error())},
	}}
}

// pathOf returns the object's name as kubectl accepts it: `pod/web`.
func pathOf(o *unstructured.Unstructured) string {
	return strings.ToLower(o.GetKind()) + "/" + o.GetName()
}
