package steps

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

func eventsInOrder(ctx context.Context, w *world.World, kind, name, reasons string, ending step.Ending) error {
	ref, err := w.Resolve(ctx, kind, name)
	if err != nil {
		return err
	}
	wanted := strings.FieldsFunc(reasons, func(r rune) bool { return r == ',' || r == ' ' })
	if len(wanted) < 2 {
		return fmt.Errorf("name at least two events, separated by commas; there is %q", reasons)
	}
	warnReasons(w, wanted...)
	return expect(ctx, w, ending, ref, func(v observe.View) observe.Verdict {
		saw := wrongOrder(eventsAbout(v, ref), wanted)
		return observe.Verdict{Met: saw == "", Saw: saw}
	})
}

// wrongOrder says which of the wanted events is missing, or came too early.
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

// cameBefore compares two events by their times and, within one second, by the
// order in which they arrived, if one component reported both.
func cameBefore(events []*corev1.Event, a, b int) bool {
	timeA, timeB := eventTime(events[a]), eventTime(events[b])
	if !timeA.Equal(timeB) {
		return timeA.Before(timeB)
	}
	return reporter(events[a]) == reporter(events[b]) && a < b
}

// eventTime is when the event was recorded first, to the second.
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
