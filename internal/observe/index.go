package observe

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
)

// What a timeline keeps ready, so that a question about one object costs the same however much else was seen. A view of
// another make is searched instead.

// Subject is what an event is about. The namespace is the one that the event is kept in.
type Subject struct{ Kind, Namespace, Name string }

// EventsOf returns every version of the events about an object, in the order seen.
func EventsOf(v View, about Subject) []Observation {
	if kept, is := v.(index); is {
		return kept.eventsOf(about)
	}
	var out []Observation
	for _, o := range v.All() {
		if subject, is := subjectOf(o); is && subject == about {
			out = append(out, o)
		}
	}
	return out
}

// OfKind returns the versions of the objects of a kind, in the order seen, without as many as are skipped: those that were
// returned before.
func OfKind(v View, resource schema.GroupResource, skip int) []Observation {
	if kept, is := v.(index); is {
		return kept.ofKind(resource, skip)
	}
	var out []Observation
	for _, o := range v.All() {
		if o.Ref.Kind.GVR.GroupResource() == resource {
			out = append(out, o)
		}
	}
	return out[min(skip, len(out)):]
}

// Grows tells of a view of a timeline itself: between two looks at it, observations are added at its end and none is lost.
func Grows(v View) bool {
	_, is := Aside(v).(index)
	return is
}

// Typed converts a version of an object once for as long as it is the latest one.
func Typed[T any](v View, obj *unstructured.Unstructured, convert func(*unstructured.Unstructured) *T) *T {
	kept, is := v.(index)
	if !is || obj == nil {
		return convert(obj)
	}
	out, _ := kept.typed(obj, func() any { return convert(obj) }).(*T)
	return out
}

type index interface {
	eventsOf(about Subject) []Observation
	ofKind(resource schema.GroupResource, skip int) []Observation
	kin() *kin
	typed(obj *unstructured.Unstructured, convert func() any) any
}

var eventResource = schema.GroupResource{Resource: "events"}

func subjectOf(o Observation) (Subject, bool) {
	if o.Object == nil || o.Ref.Kind.GVK.Kind != "Event" {
		return Subject{}, false
	}
	about, _, err := unstructured.NestedStringMap(o.Object.Object, "involvedObject")
	if err != nil {
		return Subject{}, false
	}
	return Subject{about["kind"], o.Ref.Namespace, about["name"]}, true
}

// add keeps the index. The object of a version that is no longer the latest is converted anew whenever it is asked for.
func (s *state) add(o Observation, key objectKey) {
	at := len(s.log) - 1
	s.byKind[key.resource] = append(s.byKind[key.resource], at)
	s.family.add(o, key)
	if before := s.latest[key]; before != nil {
		delete(s.converted, before)
	}
	if o.Type == watch.Deleted {
		delete(s.latest, key)
		delete(s.byUID, o.Object.GetUID())
		delete(s.byPlace[place{key.resource, key.namespace}], key)
	} else {
		s.latest[key], s.byUID[o.Object.GetUID()] = o.Object, o.Ref
		in := place{key.resource, key.namespace}
		if s.byPlace[in] == nil {
			s.byPlace[in] = map[objectKey]bool{}
		}
		s.byPlace[in][key] = true
	}
	if about, is := subjectOf(o); is {
		s.events[about] = append(s.events[about], at)
	}
}

// place is where objects are listed.
type place struct {
	resource  schema.GroupResource
	namespace string
}

func (s *state) eventsOf(about Subject) []Observation { return s.at(s.events[about]) }

func (s *state) ofKind(resource schema.GroupResource, skip int) []Observation {
	all := s.byKind[resource]
	return s.at(all[min(skip, len(all)):])
}

func (s *state) kin() *kin { return s.family }

func (s *state) typed(obj *unstructured.Unstructured, convert func() any) any {
	if out, done := s.converted[obj]; done {
		return out
	}
	out := convert()
	if s.latest[s.keyFor(obj)] == obj {
		s.converted[obj] = out
	}
	return out
}

// keyFor finds the key of a version by its UID.
func (s *state) keyFor(obj *unstructured.Unstructured) objectKey { return keyOf(s.byUID[obj.GetUID()]) }
