package explain

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// combined stands before the message of an event that was merged with others.
const combined = "(combined from similar events): "

// event is what core/v1 and events.k8s.io/v1 events have in common.
type event struct {
	about     Subject
	uid       string
	fieldPath string // `spec.containers{web}`
	kind      string // Normal or Warning
	reason    string
	message   string
	count     int64
	last      time.Time
	version   int64 // resource version: the order of events of the same second
	name      string
}

func readEvent(o *unstructured.Unstructured) event {
	about := firstMap(o, "involvedObject", "regarding")
	return event{
		about:     aboutOf(about),
		uid:       about["uid"],
		fieldPath: about["fieldPath"],
		kind:      stringAt(o, "type"),
		reason:    stringAt(o, "reason"),
		message:   firstNonEmpty(stringAt(o, "message"), stringAt(o, "note")),
		count:     max(1, intAt(o, "count"), intAt(o, "deprecatedCount"), intAt(o, "series", "count")),
		last:      EventTime(o),
		version:   number(o.GetResourceVersion()),
		name:      o.GetName(),
	}
}

// aboutOf names what an event is about as Facts have it. One that names no group is about the kind of Kubernetes.
func aboutOf(about map[string]string) Subject {
	if about["apiVersion"] == "" {
		return Subject{Kind: about["kind"], Namespace: about["namespace"], Name: about["name"]}
	}
	return SubjectOf(schema.FromAPIVersionAndKind(about["apiVersion"], about["kind"]), about["namespace"], about["name"])
}

// compare orders events by time; server times are whole seconds, so the order in which
// the API server took them decides between equal ones. The name only makes the order the
// same each time where a record has no versions.
func (e event) compare(other event) int {
	return cmp.Or(e.last.Compare(other.last), cmp.Compare(e.version, other.version), cmp.Compare(e.name, other.name))
}

// EventTime is the latest of the times that an event can carry: writers fill
// different ones.
func EventTime(o *unstructured.Unstructured) time.Time {
	latest := o.GetCreationTimestamp().Time
	for _, path := range [][]string{
		{"lastTimestamp"}, {"deprecatedLastTimestamp"}, {"eventTime"}, {"series", "lastObservedTime"}, {"firstTimestamp"},
	} {
		if t, err := time.Parse(time.RFC3339Nano, stringAt(o, path...)); err == nil && t.After(latest) {
			latest = t
		}
	}
	return latest
}

// container is the name that fieldPath points to, empty for the pod itself.
func (e event) container() string {
	_, rest, ok := strings.Cut(e.fieldPath, "{")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(rest, "}")
}

// line is the event as evidence.
func (e event) line(now time.Time) string {
	var notes []string
	if e.count > 1 {
		notes = append(notes, fmt.Sprintf("x%d", e.count))
	}
	if a := ago(now, e.last); a != "" {
		notes = append(notes, a)
	}
	note := ""
	if len(notes) > 0 {
		note = " (" + strings.Join(notes, ", ") + ")"
	}
	return fmt.Sprintf("event %s%s on %s/%s: %s", quoteless(e.reason), note,
		strings.ToLower(e.about.Kind), e.about.Name, quoteless(e.message))
}

// eventsOf returns the events about an object, oldest first. An object created again
// under the same name does not inherit the events of the one before.
func (x *index) eventsOf(o *unstructured.Unstructured) []event {
	var out []event
	for _, e := range x.events {
		sameUID := e.uid == "" || o.GetUID() == "" || e.uid == string(o.GetUID())
		if e.about == nameOf(o) && sameUID {
			out = append(out, e)
		}
	}
	return out
}

// latest returns the youngest event that ok accepts, nil when there is none.
func latest(events []event, ok func(event) bool) *event {
	for i := len(events) - 1; i >= 0; i-- {
		if ok(events[i]) {
			return &events[i]
		}
	}
	return nil
}

// withReason accepts events of any of the reasons.
func withReason(reasons ...string) func(event) bool {
	return func(e event) bool {
		for _, r := range reasons {
			if e.reason == r {
				return true
			}
		}
		return false
	}
}
