package observe

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
)

// Indexes of a timeline, so that the cost of a question about one object does not grow with the number of observations. Other
// implementations of View are searched instead.

// Subject is the object that an event is about. The namespace is that of the event.
type Subject struct{ Kind, Namespace, Name string }

// EventsOf returns every version of the events about an object, in the order of arrival.
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

// OfKind returns the versions of the objects of a kind, in the order of arrival. skip is the number of versions that the
// caller has already got.
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

// Grows reports whether a view is that of a timeline: observations are only ever added at its end.
func Grows(v View) bool {
	_, is := Aside(v).(index)
	return is
}

// Typed converts the latest version of an object, and keeps the result until there is a newer version.
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

// add maintains the indexes. An older version of an object is converted each time that it is asked for.
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

// place is where objects are listed: a kind in a namespace.
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
