package scenarios

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/steps/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Limits of what is kept of one failed scenario.
const (
	logLimit      = 256 << 10        // bytes of each container's log
	logsTimeout   = 10 * time.Second // for all logs of the scenario together
	evidencePerms = 0o755
)

// keepEvidence writes what the scenario saw into dir: objects.yaml (the last
// version of each object), timeline.txt (every change in order), events.txt
// and the logs of its containers. It writes as much as it can and joins what
// went wrong.
func keepEvidence(ctx context.Context, w *world.World, dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "logs"), evidencePerms); err != nil {
		return fmt.Errorf("make the folder of the scenario's evidence: %w", err)
	}
	seen := observed(w)
	return errors.Join(
		writeObjects(dir, seen),
		writeText(dir, "timeline.txt", timelineText(seen)),
		writeText(dir, "events.txt", eventsText(seen)),
		writeLogs(ctx, w, dir, seen),
	)
}

// observed copies the scenario's own part of the timeline: namespaced objects,
// and the cluster-scoped ones that changed while it ran.
func observed(w *world.World) []observe.Observation {
	var seen []observe.Observation
	w.Timeline.View(func(v observe.View) { seen = append(seen, v.All()...) })
	return seen
}

func writeObjects(dir string, seen []observe.Observation) error {
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
		data, err := yaml.Marshal(o.Object.Object)
		if err != nil {
			return fmt.Errorf("write %s: %w", o.Ref, err)
		}
		if o.Type == watch.Deleted {
			fmt.Fprintf(&text, "--- # deleted\n%s", data)
		} else {
			fmt.Fprintf(&text, "---\n%s", data)
		}
	}
	return writeText(dir, "objects.yaml", text.String())
}

func timelineText(seen []observe.Observation) string {
	var text strings.Builder
	for _, o := range seen {
		fmt.Fprintf(&text, "%s  %-8s  %s  %s\n", o.At.UTC().Format("15:04:05.000"), o.Type, o.Ref, state(o.Object))
	}
	return text.String()
}

// state is a one-line summary for the timeline: what a reader scans for.
func state(obj *unstructured.Unstructured) string {
	if obj == nil {
		return ""
	}
	switch obj.GetKind() {
	case "Event":
		e := asEvent(obj)
		return fmt.Sprintf("%s: %s", e.Reason, strings.TrimSpace(e.Message))
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
		fmt.Fprintf(&text, "%s  %-7s  %-20s  %s/%s  %s\n", o.At.UTC().Format("15:04:05.000"), e.Type, e.Reason,
			strings.ToLower(e.InvolvedObject.Kind), e.InvolvedObject.Name, strings.TrimSpace(e.Message))
	}
	return text.String()
}

func asEvent(obj *unstructured.Unstructured) *corev1.Event {
	var e corev1.Event
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &e); err != nil {
		e.Reason, e.Message = "unreadable", err.Error()
	}
	return &e
}

func writeText(dir, name, text string) error {
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		return fmt.Errorf("write the scenario's evidence: %w", err)
	}
	return nil
}
