package bundle

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// line is a line of timeline.jsonl: a version of an object. The first version is complete; later ones are merge patches (RFC
// 7386), unless a patch cannot express the change.
type line struct {
	Seq       uint64          `json:"seq"`
	At        time.Time       `json:"at"`
	Revision  uint64          `json:"rev,omitempty"`
	Type      watch.EventType `json:"type"`
	Resource  string          `json:"resource"` // "deployments.apps", as in manifest.json
	Namespace string          `json:"namespace,omitempty"`
	Name      string          `json:"name"`
	Object    map[string]any  `json:"object,omitempty"`
	Patch     map[string]any  `json:"patch,omitempty"`
}

func (l line) key() string { return l.Resource + "/" + l.Namespace + "/" + l.Name }

// writeTimeline writes the observations up to TimelineLimit, and returns how many it has written.
func writeTimeline(w io.Writer, observations []observe.Observation) (int, error) {
	last := map[string]map[string]any{}
	size := 0
	for i, o := range observations {
		l := line{Seq: o.Seq, At: o.At.UTC(), Revision: o.Revision, Type: o.Type,
			Resource: o.Ref.Kind.GVR.GroupResource().String(), Namespace: o.Ref.Namespace, Name: o.Ref.Name}
		object := Redacted(o.Object).Object
		l.Object = object
		if before, known := last[l.key()]; known {
			if patch := mergePatch(before, object); patch != nil && reflect.DeepEqual(merged(before, patch), object) {
				l.Object, l.Patch = nil, patch
			}
		}
		last[l.key()] = object
		data, err := json.Marshal(l)
		if err != nil {
			return i, fmt.Errorf("write a version of %s: %w", o.Ref, err)
		}
		if size += len(data) + 1; size > TimelineLimit {
			return i, nil
		}
		if _, err := w.Write(append(data, '\n')); err != nil {
			return i, err
		}
	}
	return len(observations), nil
}

// readTimeline reverses writeTimeline.
func readTimeline(data []byte, kinds []Kind, values *budget) ([]observe.Observation, error) {
	known := byResource(kinds)
	last := map[string]map[string]any{}
	var observations []observe.Observation
	reader := bufio.NewReader(bytes.NewReader(data))
	for n := 1; ; n++ {
		text, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(bytes.TrimSpace(text)) == 0 {
			return observations, nil
		}
		o, err := readLine(text, known, last, values)
		if err != nil {
			return nil, fmt.Errorf("timeline.jsonl:%d: %w", n, err)
		}
		if len(observations) > 0 && o.At.Before(observations[len(observations)-1].At) {
			return nil, fmt.Errorf("timeline.jsonl:%d: it is older than the line before", n)
		}
		observations = append(observations, o)
	}
}

func byResource(kinds []Kind) map[string]kube.Kind {
	known := map[string]kube.Kind{}
	for _, k := range kinds {
		known[k.GVR.GroupResource().String()] = k.Kind
	}
	return known
}

func readLine(text []byte, kinds map[string]kube.Kind, last map[string]map[string]any, values *budget) (observe.Observation, error) {
	var l line
	if err := utiljson.Unmarshal(text, &l); err != nil { // integers stay integers, as in watch events
		return observe.Observation{}, err
	}
	kind, known := kinds[l.Resource]
	if !known {
		return observe.Observation{}, fmt.Errorf("manifest.json has no kind for %q", l.Resource)
	}
	object := &unstructured.Unstructured{Object: l.Object}
	if l.Object == nil {
		if last[l.key()] == nil {
			return observe.Observation{}, errors.New("there is no version before it that it changes")
		}
		if err := values.take(mergeValues(last[l.key()], l.Patch)); err != nil {
			return observe.Observation{}, err
		}
		object.Object = merged(last[l.key()], l.Patch)
	}
	last[l.key()] = object.Object
	return observe.Observation{Seq: l.Seq, At: l.At, Revision: l.Revision, Type: l.Type, Object: object,
		Ref: kube.Ref{Kind: kind, Namespace: l.Namespace, Name: l.Name}}, nil
}

// mergePatch returns the change as a merge patch (RFC 7386), {} if there is none.
func mergePatch(before, after map[string]any) map[string]any {
	patch := map[string]any{}
	for key, old := range before {
		now, still := after[key]
		oldMap, wasMap := old.(map[string]any)
		nowMap, isMap := now.(map[string]any)
		switch {
		case !still:
			patch[key] = nil
		case wasMap && isMap:
			if inner := mergePatch(oldMap, nowMap); len(inner) > 0 {
				patch[key] = inner
			}
		case !reflect.DeepEqual(old, now):
			patch[key] = now
		}
	}
	for key, now := range after {
		if _, was := before[key]; !was {
			patch[key] = now
		}
	}
	return patch
}

// merged applies a merge patch. It shares unchanged parts with before.
func merged(before, patch map[string]any) map[string]any {
	out := make(map[string]any, len(before))
	for key, value := range before {
		out[key] = value
	}
	for key, change := range patch {
		changeMap, isMap := change.(map[string]any)
		oldMap, wasMap := out[key].(map[string]any)
		switch {
		case change == nil:
			delete(out, key)
		case isMap && wasMap:
			out[key] = merged(oldMap, changeMap)
		default:
			out[key] = change
		}
	}
	return out
}

// resources returns the map that observe needs.
func resources(kinds []Kind) map[schema.GroupVersionResource]time.Time {
	since := map[schema.GroupVersionResource]time.Time{}
	for _, k := range kinds {
		since[k.GVR] = k.Since
	}
	return since
}
