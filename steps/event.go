package steps

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func eventSteps() step.Group {
	return step.Group{
		Name: "event", Title: "Events", Doc: "What the cluster recorded about an object. Events about a former object of the same name do not count. A reason that is similar to one of Kubernetes and was never seen gives a warning.",
		Defs: []step.Def{
			{
				Name:    "event-recorded",
				Pattern: `{kind} {name} has the event {text} saying {text}`,
				Doc:     "An event with this reason about the object was recorded, or is recorded now, and its message contains the second text.",
				Example: `Then pod "liveness-exec" has the event "Unhealthy" saying "Liveness probe failed"`,
				Run:     hasEvent,
			},
			{
				Name:    "events-in-order",
				Pattern: `{kind} {name} had the events {text} in this order`,
				Doc: "Events with these reasons, separated by commas, were recorded about the object, none of them at an earlier " +
					"time than the one before it. The times of events have a resolution of one second; within it, those of one component go by the order in which it recorded them.",
				Example: `Then pod "web" had the events "Scheduled, Pulled, Created, Started" in this order`,
				Run:     eventsInOrder,
			},
			{
				Name:    "event-not-recorded",
				Pattern: `{kind} {name} never had the event {text}`,
				Doc:     "The object exists or existed, and no event with this reason about it was seen in the scenario so far.",
				Example: `Then pod "web" never had the event "BackOff"`,
				Run:     neverHadEvent,
			},
		},
	}
}

func hasEvent(ctx context.Context, w *world.World, object world.ObjectRef, reason, message string, ending step.Ending) error {
	warnReasons(w, reason)
	return assert.Eventually(ctx, w, ending, object.Ref, func(v observe.View) observe.Verdict {
		var have []string
		for _, e := range objects.Events(v, object.Ref) {
			if e.Reason == reason && strings.Contains(e.Message, message) {
				return observe.Verdict{Met: true}
			}
			have = append(have, fmt.Sprintf("%s: %s", e.Reason, strings.TrimSpace(e.Message)))
		}
		if len(have) == 0 {
			return observe.Verdict{Saw: fmt.Sprintf("no events about %s", object)}
		}
		return observe.Verdict{Saw: "other events only: " + strings.Join(have, " | ")}
	})
}

func neverHadEvent(ctx context.Context, w *world.World, object world.ObjectRef, reason string, span step.Span) error {
	warnReasons(w, reason)
	return assert.Never(ctx, w, span, object.Ref, neverEventOf(object.Ref, reason))
}

func neverEventOf(ref kube.Ref, reason string) assert.Prohibition {
	return assert.Prohibition{
		Lacks: func(v observe.View) string { return objects.NeverThere(v, ref) },
		Broken: func(v observe.View) string {
			for _, e := range objects.Events(v, ref) {
				if e.Reason == reason {
					return fmt.Sprintf("%s: %s", e.Reason, strings.TrimSpace(e.Message))
				}
			}
			return ""
		},
	}
}

func eventsInOrder(ctx context.Context, w *world.World, object world.ObjectRef, reasons string, ending step.Ending) error {
	wanted := strings.FieldsFunc(reasons, func(r rune) bool { return r == ',' || r == ' ' })
	if len(wanted) < 2 {
		return fmt.Errorf("name at least two events, separated by commas; there is %q", reasons)
	}
	warnReasons(w, wanted...)
	return assert.Eventually(ctx, w, ending, object.Ref, func(v observe.View) observe.Verdict {
		saw := wrongOrder(objects.Events(v, object.Ref), wanted)
		return observe.Verdict{Met: saw == "", Saw: saw}
	})
}

// wrongOrder says which of the expected events is missing or came too early.
func wrongOrder(events []*corev1.Event, wanted []string) string {
	first := map[string]int{}
	var have []string
	for i, e := range events {
		if _, seen := first[e.Reason]; !seen {
			first[e.Reason] = i
			have = append(have, e.Reason)
		}
	}
	for i, reason := range wanted {
		at, seen := first[reason]
		if !seen {
			return fmt.Sprintf("no event %s; there are %s", reason, strings.Join(have, ", "))
		}
		if i > 0 && cameBefore(events, at, first[wanted[i-1]]) {
			return fmt.Sprintf("%s came before %s", reason, wanted[i-1])
		}
	}
	return ""
}

// cameBefore compares two events by their timestamps. Within the same second it uses the order of arrival, but only if the same
// component reported both.
func cameBefore(events []*corev1.Event, a, b int) bool {
	timeA, timeB := eventTime(events[a]), eventTime(events[b])
	if !timeA.Equal(timeB) {
		return timeA.Before(timeB)
	}
	return reporter(events[a]) == reporter(events[b]) && a < b
}

// eventTime returns when the event was first recorded, to the second.
func eventTime(e *corev1.Event) time.Time {
	if !e.FirstTimestamp.IsZero() {
		return e.FirstTimestamp.Truncate(time.Second)
	}
	return e.EventTime.Truncate(time.Second)
}

func reporter(e *corev1.Event) string {
	if e.ReportingController != "" {
		return e.ReportingController
	}
	return e.Source.Component
}

// warnReasons warns about reasons that no event has, but that are similar to one that Kubernetes uses or that was observed.
// Other unknown reasons may be those of a controller that has not recorded them yet.
func warnReasons(w *world.World, reasons ...string) {
	known := objects.EventReasons
	w.Timeline.View(func(v observe.View) { known = append(objects.SeenReasons(v), objects.EventReasons...) })
	for _, reason := range reasons {
		if near := words.Misspelt(reason, known); near != "" {
			w.Warn("no event with the reason %q was seen, and Kubernetes has no such reason; nearest: %q", reason, near)
		}
	}
}
