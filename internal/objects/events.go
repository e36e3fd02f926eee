package objects

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Events lists the events whose subject is the object, and not a former one
// of the same name, in order seen, each in its last version.
func Events(v observe.View, ref kube.Ref) []*corev1.Event {
	var events []*corev1.Event
	at := map[string]int{}
	former := formerLives(v, ref)
	for _, o := range observe.EventsOf(v, observe.Subject{Kind: ref.Kind.GVK.Kind, Namespace: eventNamespace(ref), Name: ref.Name}) {
		e := kube.As[corev1.Event](o.Object)
		if e == nil || ofFormer(former, e) || ofOtherGroup(ref, e) {
			continue
		}
		if i, seen := at[e.Name]; seen {
			events[i] = e
			continue
		}
		at[e.Name] = len(events)
		events = append(events, e)
	}
	return events
}

// ofOtherGroup tells of an event about an object whose kind is only called as this one's is. One that names no group may be
// about either.
func ofOtherGroup(ref kube.Ref, e *corev1.Event) bool {
	about := schema.FromAPIVersionAndKind(e.InvolvedObject.APIVersion, e.InvolvedObject.Kind)
	return e.InvolvedObject.APIVersion != "" && about.Group != ref.Kind.GVK.Group
}

// eventNamespace is where events about an object are kept: its own namespace,
// or "default" for objects that have none.
func eventNamespace(ref kube.Ref) string {
	if ref.Namespace == "" {
		return "default"
	}
	return ref.Namespace
}

// OwnEvent reads an event about an object in a namespace of the scenario; those
// about nodes may be anybody's doing.
func OwnEvent(o observe.Observation) *corev1.Event {
	if o.Ref.Kind.GVK.Kind != "Event" {
		return nil
	}
	e := kube.As[corev1.Event](o.Object)
	if e == nil || e.InvolvedObject.Namespace == "" {
		return nil
	}
	return e
}

// TimesRecorded is how often an event was recorded; false for what OwnEvent does not read.
func TimesRecorded(o observe.Observation) (int, bool) {
	e := OwnEvent(o)
	if e == nil {
		return 0, false
	}
	n := max(int(e.Count), 1)
	if e.Series != nil {
		n = max(n, int(e.Series.Count))
	}
	return n, true
}

// Involved finds what an event is about among what the scenario has seen.
func Involved(v observe.View, e *corev1.Event) kube.Ref {
	o, _ := observe.Born(v, e.InvolvedObject.UID)
	return o.Ref
}
