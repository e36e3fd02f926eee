package bundle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/steps/world"
)

// lineLimit is how many bytes of a message a text for people contains.
const lineLimit = 2000

// evidence is what is saved of a failed scenario.
type evidence struct {
	seen  []observe.Observation
	until time.Time         // it contains nothing after this time
	texts map[string][]byte // for people, by their names in the folder
	logs  []containerLog
}

// collectEvidence collects what the scenario observed: objects.yaml (the last version of each object), timeline.txt (every
// change in order), events.txt and the logs of its containers.
func collectEvidence(ctx context.Context, w *world.World) (*evidence, error) {
	e := &evidence{logs: readLogs(ctx, w, Observed(w))}
	e.seen, e.until = Observed(w), time.Now() // after the logs, so that a replay may use them as answers
	objects, err := objectsText(e.seen)
	e.texts = map[string][]byte{
		"objects.yaml": []byte(objects),
		"timeline.txt": []byte(timelineText(withoutPast(e.seen))),
		"events.txt":   []byte(eventsText(withoutPast(e.seen))),
	}
	for _, l := range e.logs {
		e.texts[l.file()] = []byte(l.kept())
	}
	return e, err
}

// write writes the texts into a folder, as many as possible.
func (e *evidence) write(dir string) error {
	var errs []error
	for name, text := range e.texts {
		file := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(file), evidencePerms)
		if err == nil {
			err = os.WriteFile(file, text, evidenceFilePerms)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("write the scenario's evidence: %w", err))
		}
	}
	return errors.Join(errs...)
}

// Observed copies the scenario's timeline: the objects of its namespaces, and cluster-scoped ones.
func Observed(w *world.World) []observe.Observation {
	var seen []observe.Observation
	w.Timeline.View(func(v observe.View) { seen = append(seen, v.All()...) })
	return seen
}

// withoutPast removes events from before the scenario, such as those of nodes from when the cluster started: hours later the
// API server still lists them.
func withoutPast(seen []observe.Observation) []observe.Observation {
	if len(seen) == 0 {
		return nil
	}
	began := seen[0].At.Truncate(time.Second) // servers use whole seconds
	return slices.DeleteFunc(slices.Clone(seen), func(o observe.Observation) bool {
		return o.Ref.Kind.GVK.Kind == "Event" && o.Object != nil && explain.EventTime(o.Object).Before(began)
	})
}

func objectsText(seen []observe.Observation) (string, error) {
	last, order := map[string]observe.Observation{}, []string{}
	for _, o := range seen {
		key := o.Ref.Kind.GVK.String() + o.Ref.Namespace + "/" + o.Ref.Name
		if _, known := last[key]; !known {
			order = append(order, key)
		}
		last[key] = o
	}
	var text strings.Builder
	for _, key := range order {
		o := last[key]
		if o.Ref.Kind.GVK.Kind == "Event" || o.Object == nil {
			continue
		}
		data, err := yaml.Marshal(Redacted(o.Object).Object)
		if err != nil {
			return text.String(), fmt.Errorf("write %s: %w", o.Ref, err)
		}
		if o.Type == watch.Deleted {
			fmt.Fprintf(&text, "--- # deleted\n%s", data)
		} else {
			fmt.Fprintf(&text, "---\n%s", data)
		}
	}
	return text.String(), nil
}

func timelineText(seen []observe.Observation) string {
	var text strings.Builder
	for _, o := range seen {
		fmt.Fprintf(&text, "%s  %-8s  %s  %s\n", o.At.UTC().Format("15:04:05.000"), o.Type, o.Ref, state(o.Object))
	}
	return text.String()
}

// state summarizes an object in one line for the timeline: what readers look for.
func state(obj *unstructured.Unstructured) string {
	if obj == nil {
		return ""
	}
	switch obj.GetKind() {
	case "Event":
		e := asEvent(obj)
		return plaintext.Line(e.Reason+": "+strings.TrimSpace(e.Message), lineLimit)
	case "Pod":
		return podState(obj)
	}
	return fmt.Sprintf("version %s", obj.GetResourceVersion())
}

func eventsText(seen []observe.Observation) string {
	var text strings.Builder
	for _, o := range seen {
		if o.Ref.Kind.GVK.Kind != "Event" || o.Type == watch.Deleted || o.Ref.Namespace == "" {
			continue
		}
		e := asEvent(o.Object)
		fmt.Fprintf(&text, "%s  %-7s  %-20s  %s/%s  %s\n", o.At.UTC().Format("15:04:05.000"), e.Type, plaintext.Line(e.Reason, lineLimit),
			strings.ToLower(e.InvolvedObject.Kind), e.InvolvedObject.Name, plaintext.Line(strings.TrimSpace(e.Message), lineLimit))
	}
	return text.String()
}

func asEvent(obj *unstructured.Unstructured) *corev1.Event {
	e, err := kube.Read[corev1.Event](obj)
	if err != nil {
		return &corev1.Event{Reason: "unreadable", Message: err.Error()}
	}
	return e
}
