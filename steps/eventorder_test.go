package steps

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestWrongOrder(t *testing.T) {
	at := func(second int, reason, component string) *corev1.Event {
		return &corev1.Event{
			Reason: reason, Source: corev1.EventSource{Component: component},
			FirstTimestamp: metav1.NewTime(time.Date(2026, 1, 1, 0, 0, second, 0, time.UTC)),
		}
	}
	micro := &corev1.Event{
		Reason: "Scheduled", ReportingController: "scheduler",
		EventTime: metav1.NewMicroTime(time.Date(2026, 1, 1, 0, 0, 1, 900_000_000, time.UTC)),
	}
	for name, c := range map[string]struct {
		events []*corev1.Event
		want   string
		saw    string
	}{
		"in order":                        {[]*corev1.Event{micro, at(1, "Pulled", "kubelet"), at(2, "Started", "kubelet")}, "Scheduled Pulled Started", ""},
		"one second, another component":   {[]*corev1.Event{at(1, "Pulled", "kubelet"), micro}, "Scheduled Pulled", ""},
		"one second, the same component":  {[]*corev1.Event{at(1, "Started", "kubelet"), at(1, "Created", "kubelet")}, "Created Started", "Started came before Created"},
		"by time":                         {[]*corev1.Event{at(3, "Created", "kubelet"), at(2, "Started", "kubelet")}, "Created Started", "Started came before Created"},
		"missing":                         {[]*corev1.Event{at(3, "Created", "kubelet")}, "Created Started", "no event Started; there are Created"},
		"the first of several is the one": {[]*corev1.Event{at(1, "Created", "kubelet"), at(2, "Started", "kubelet"), at(3, "Created", "kubelet")}, "Created Started", ""},
	} {
		if got := wrongOrder(c.events, strings.Fields(c.want)); got != c.saw {
			t.Errorf("%s: got %q, want %q", name, got, c.saw)
		}
	}
}
