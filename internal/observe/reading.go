package observe

import (
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// reading is a view that records what a check reads: which kinds must be watched for it, and which changes concern it.
type reading struct {
	View
	needs  needs // in all evaluations
	recent needs // in the last evaluation
}

// Aside returns a view whose reads are not recorded. It is for what a check reports besides its verdict, such as a similar
// name, so that the verdict does not depend on it.
func Aside(v View) View {
	if noted, is := v.(*reading); is {
		return noted.View
	}
	return v
}

// needs are what a check has read.
type needs struct {
	all     bool                   // everything
	kinds   []schema.GroupResource // all kinds that occur below
	objects map[objectKey]bool
	lists   map[place]bool // an empty namespace stands for all namespaces
	events  map[Subject]bool
	owners  map[types.UID]bool // owners whose members were read; in recent only
	uids    map[types.UID]bool // objects of unknown kind that were read; in recent only
}

// named returns the kinds; none stands for all watched kinds.
func (n *needs) named() []schema.GroupResource {
	if n.all {
		return nil
	}
	return n.kinds
}

// any reports whether anything was read.
func (n *needs) any() bool { return n.all || len(n.kinds) > 0 }

// copied returns a copy that the check does not change any more.
func (n *needs) copied() needs {
	return needs{
		all: n.all, kinds: slices.Clone(n.kinds),
		objects: maps.Clone(n.objects), lists: maps.Clone(n.lists), events: maps.Clone(n.events),
		owners: maps.Clone(n.owners), uids: maps.Clone(n.uids),
	}
}

// questions returns what a check has read of a kind. The empty question stands for all of it.
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

// concern reports whether an observation may change what the check has read.
func (n *needs) concern(o Observation) bool {
	if n.all {
		return true
	}
	if n.uids[o.Object.GetUID()] {
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

// concerns reports whether an observation may change the last verdict, which depends only on what the check has read.
func (r *reading) concerns(o Observation) bool {
	if r.recent.concern(o) {
		return true
	}
	kept, is := r.View.(index)
	return is && len(r.recent.owners) > 0 && slices.ContainsFunc(kept.kin().owners[o.Object.GetUID()], func(owner types.UID) bool { return r.recent.owners[owner] })
}

// again begins another evaluation.
func (r *reading) again(v View) { r.View, r.recent = v, needs{} }

func (r *reading) object(ref kube.Ref) {
	for _, n := range []*needs{&r.needs, &r.recent} {
		note(n, ref.Kind.GVR.GroupResource(), &n.objects, keyOf(ref))
	}
}

func (r *reading) list(in place) {
	for _, n := range []*needs{&r.needs, &r.recent} {
		note(n, in.resource, &n.lists, in)
	}
}

// noteOwner records that a check has read everything that belongs to an owner, of whatever kinds.
func noteOwner(v View, owner types.UID) {
	if r, is := v.(*reading); is {
		r.needs.all = true
		noteIn(&r.recent.owners, owner)
	}
}

// noteUID records that a check has read an object of unknown kind.
func noteUID(v View, id types.UID) {
	if r, is := v.(*reading); is {
		r.needs.all = true
		noteIn(&r.recent.uids, id)
	}
}

func noteIn(set *map[types.UID]bool, id types.UID) {
	if *set == nil {
		*set = map[types.UID]bool{}
	}
	(*set)[id] = true
}

// Get implements View.
func (r *reading) Get(ref kube.Ref) *unstructured.Unstructured {
	r.object(ref)
	return r.View.Get(ref)
}

// List implements View.
func (r *reading) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	r.list(place{kind.GVR.GroupResource(), namespace})
	return r.View.List(kind, namespace, selector)
}

// History implements View.
func (r *reading) History(ref kube.Ref) []Observation {
	r.object(ref)
	return r.View.History(ref)
}

// All implements View.
func (r *reading) All() []Observation {
	r.needs.all, r.recent.all = true, true
	return r.View.All()
}

func (r *reading) eventsOf(about Subject) []Observation {
	for _, n := range []*needs{&r.needs, &r.recent} {
		note(n, eventResource, &n.events, about)
	}
	return EventsOf(r.View, about)
}

func (r *reading) ofKind(resource schema.GroupResource, skip int) []Observation {
	r.list(place{resource, ""})
	return OfKind(r.View, resource, skip)
}

func (r *reading) kin() *kin { return kinOf(r.View) }

func (r *reading) typed(obj *unstructured.Unstructured, convert func() any) any {
	if kept, is := r.View.(index); is {
		return kept.typed(obj, convert)
	}
	return convert()
}
