package explain

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// combined is the prefix of an event's message that was merged with others.
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
	version   int64 // resource version: the order of events within the same second
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

// aboutOf returns the object that an event is about, in the notation of Facts. A reference without an API group is to a
// built-in kind.
func aboutOf(about map[string]string) Subject {
	if about["apiVersion"] == "" {
		return Subject{Kind: about["kind"], Namespace: about["namespace"], Name: about["name"]}
	}
	return SubjectOf(schema.FromAPIVersionAndKind(about["apiVersion"], about["kind"]), about["namespace"], about["name"])
}

// compare orders events by time. Server times are whole seconds, so the order in which the API server stored them decides
// between equal times. The name only makes the order deterministic in records without resource versions.
func (e event) compare(other event) int {
	return cmp.Or(e.last.Compare(other.last), cmp.Compare(e.version, other.version), cmp.Compare(e.name, other.name))
}

// EventTime returns the latest of an event's timestamps: writers set different ones.
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

// container returns the container that fieldPath refers to, or "" for the pod itself.
func (e event) container() string {
	_, rest, ok := strings.Cut(e.fieldPath, "{")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(rest, "}")
}

// line formats the event as evidence.
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

// eventsOf returns the events about an object, oldest first. An object that was recreated under the same name does not get the
// events of the previous one.
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

// latest returns the newest event that ok accepts, or nil.
func latest(events []event, ok func(event) bool) *event {
	for i := len(events) - 1; i >= 0; i-- {
		if ok(events[i]) {
			return &events[i]
		}
	}
	return nil
}

// withReason accepts events with any of the reasons.
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
