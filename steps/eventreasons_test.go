package steps

import (
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/internal/words"
)

// TestSlipsInReasons: an unknown reason is a typo if it is similar to a known one; otherwise it may be that of a controller.
func TestSlipsInReasons(t *testing.T) {
	v := viewtest.See(t, `{kind: Event, metadata: {namespace: ns, name: e}, reason: ReconcileSucceeded}`)
	known := append(objects.SeenReasons(v), objects.EventReasons...)
	for reason, want := range map[string]string{
		"Sceduled": "Scheduled", "backoff": "BackOff", "Unhealthyy": "Unhealthy", "FailedSheduling": "FailedScheduling", "ReconcileSuceeded": "ReconcileSucceeded",
		"Scheduled": "", "BackOff": "", "ReconcileSucceeded": "", "Updated": "", "Reconciled": "", "Ready": "", "Promoted": "", "CertIssued": "",
	} {
		if got := words.Misspelt(reason, known); got != want {
			t.Errorf("%s: %q, want %q", reason, got, want)
		}
	}
}

func TestEventReasonsAreSorted(t *testing.T) {
	if len(slices.Compact(slices.Sorted(slices.Values(objects.EventReasons)))) != len(objects.EventReasons) {
		t.Error("a reason is listed twice")
	}
}

// TestEventTypes: types other than the two that exist are rejected when the feature is loaded.
func TestEventTypes(t *testing.T) {
	for kind, want := range map[string]string{
		"Warning": "", "Normal": "", "Waring": `did you mean "Warning"?`, "normal": `did you mean "Normal"?`, "Error": `an event is of type "Normal" or "Warning"`,
	} {
		got := refused(t, `throughout, no event of type "`+kind+`" is recorded`)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
