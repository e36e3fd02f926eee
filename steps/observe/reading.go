package observe

import (
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/steps/kube"
)

// reading is a view that notes what a check looks at: which kinds it needs to be watched, and which changes concern it.
type reading struct {
	View
	needs needs
}

// Aside is a view for what a check says besides its verdict, such as a name that is near: looking at it makes nothing more
// of the cluster a part of what the verdict depends on.
func Aside(v View) View {
	if noted, is := v.(*reading); is {
		return noted.View
	}
	return v
}

// needs are what a check has looked at.
type needs struct {
	all     bool                   // everything
	kinds   []schema.GroupResource // all that are in what follows
	objects map[objectKey]bool
	lists   map[place]bool // an empty namespace stands for all
	events  map[Subject]bool
}

// named are the kinds; none stands for all that are watched.
func (n *needs) named() []schema.GroupResource {
	if n.all {
		return nil
	}
	return n.kinds
}

// any tells whether it has looked at anything.
func (n *needs) any() bool { return n.all || len(n.kinds) > 0 }

// copied is a copy that the check no longer changes.
func (n *needs) copied() needs {
	return needs{n.all, slices.Clone(n.kinds), maps.Clone(n.objects), maps.Clone(n.lists), maps.Clone(n.events)}
}

// questions are what a check has read of a kind. The empty one stands for all of it.
func (n *needs) questions(resource schema.GroupResource) []question {
	if n.all {
		return []question{{}}
	}
	var questions []question
	for key := range n.objects {
		if key.resource == resource {
			questions = append(questions, question{key.namespace, key.name})
		}
	}
	for in := range n.lists {
		if in.resource == resource {
			questions = append(questions, question{namespace: in.namespace})
		}
	}
	for about := range n.events {
		if resource == eventResource {
			questions = append(questions, question{namespace: about.Namespace})
		}
	}
	return questions
}

// concern tells whether an observation may change what the check has looked at.
func (n *needs) concern(o Observation) bool {
	if n.all {
		return true
	}
	key := keyOf(o.Ref)
	if !slices.Contains(n.kinds, key.resource) {
		return false
	}
	if n.objects[key] || n.lists[place{key.resource, ""}] || n.lists[place{key.resource, key.namespace}] {
		return true
	}
	about, is := subjectOf(o)
	return is && n.events[about]
}

func note[K comparable](n *needs, resource schema.GroupResource, set *map[K]bool, key K) {
	if *set == nil {
		*set = map[K]bool{}
	}
	(*set)[key] = true
	if !slices.Contains(n.kinds, resource) {
		n.kinds = append(n.kinds, resource)
	}
}

func (r *reading) object(ref kube.Ref) {
	note(&r.needs, ref.Kind.GVR.GroupResource(), &r.needs.objects, keyOf(ref))
}

// Get implements View.
func (r *reading) Get(ref kube.Ref) *unstructured.Unstructured {
	r.object(ref)
	return r.View.Get(ref)
}

// List implements View.
func (r *reading) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	resource := kind.GVR.GroupResource()
	note(&r.needs, resource, &r.needs.lists, place{resource, namespace})
	return r.View.List(kind, namespace, selector)
}

// History implements View.
func (r *reading) History(ref kube.Ref) []Observation {
	r.object(ref)
	return r.View.History(ref)
}

// All implements View.
func (r *reading) All() []Observation {
	r.needs.all = true
	return r.View.All()
}

func (r *reading) eventsOf(about Subject) []Observation {
	note(&r.needs, eventResource, &r.needs.events, about)
	return EventsOf(r.View, about)
}

func (r *reading) there() map[types.UID]kube.Ref {
	r.needs.all = true
	return Present(r.View)
}

func (r *reading) typed(obj *unstructured.Unstructured, convert func() any) any {
	if kept, is := r.View.(index); is {
		return kept.typed(obj, convert)
	}
	return convert()
}
