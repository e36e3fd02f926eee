package bundle

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// TestEvidenceOfHostileEvents: events with text from a pod cannot move the cursor, hide lines, or fill the disk.
func TestEvidenceOfHostileEvents(t *testing.T) {
	message := "\x1b[2J\r fake\nsecond line \xff\xfe " + strings.Repeat("x", 1<<20)
	obj := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Event",
		"reason": "Failed\x07", "message": message, "involvedObject": map[string]any{"kind": "Pod", "name": "web"}}}
	o := observe.Observation{At: time.Unix(0, 0), Type: watch.Added, Object: obj,
		Ref: kube.Ref{Kind: kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Event"}}, Namespace: "n", Name: "web.1"}}
	for name, text := range map[string]string{"timeline": timelineText([]observe.Observation{o}), "events": eventsText([]observe.Observation{o})} {
		if strings.ContainsAny(text, "\x1b\r\x07") || !utf8.ValidString(text) || strings.Count(text, "\n") != 1 || len(text) > 3*lineLimit {
			t.Errorf("%s has %d bytes: %q", name, len(text), text[:min(len(text), 200)])
		}
	}
}

// TestEvidenceLeavesThePastOut: the first events in events.txt are the scenario's own.
func TestEvidenceLeavesThePastOut(t *testing.T) {
	began := time.Date(2026, 5, 1, 12, 0, 0, 500_000_000, time.UTC)
	event := func(reason string, at time.Time) observe.Observation {
		return observe.Observation{At: began, Type: watch.Added,
			Ref: kube.Ref{Kind: kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Event"}}, Namespace: "default", Name: reason},
			Object: &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Event", "reason": reason,
				"lastTimestamp": at.Format(time.RFC3339), "involvedObject": map[string]any{"kind": "Node", "name": "worker"}}}}
	}
	text := eventsText(withoutPast([]observe.Observation{
		event("RegisteredNode", began.Add(-time.Hour)), event("NodeNotReady", began), event("NodeReady", began.Add(time.Minute)),
	}))
	if strings.Contains(text, "RegisteredNode") || !strings.Contains(text, "NodeNotReady") || !strings.Contains(text, "NodeReady") {
		t.Errorf("got:\n%s", text)
	}
}

func TestLogsSayWhatIsLeftOut(t *testing.T) {
	for want, l := range map[string]containerLog{
		"\x1b[1m\xff raw":                            {text: "\x1b[1m\xff raw"},
		"… at least 12 bytes left out\nend":          {text: "end", leftOut: 12},
		"(gherkind could not read it: it is gone)\n": {err: errGoneLog{}, text: "ignored"},
	} {
		if got := l.kept(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

type errGoneLog struct{}

func (errGoneLog) Error() string { return "it is gone" }
