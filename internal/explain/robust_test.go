package explain

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// TestMissingFields removes every field of every recorded object in turn (and then gives it another type): a damaged or
// incomplete object must be explained as far as possible, without an error.
func TestMissingFields(t *testing.T) {
	for _, name := range []string{"oom", "init", "probe", "gone", "service", "quota"} {
		facts := recorded(t, name)
		for i, o := range facts.Objects {
			if o.GetKind() == kindNode {
				continue
			}
			for _, path := range paths(o.Object, nil) {
				for _, value := range []any{nil, "text", int64(7)} {
					broken := runtime.DeepCopyJSON(o.Object)
					replace(broken, path, value)
					facts.Objects[i] = &unstructured.Unstructured{Object: broken}
					Why(facts, nameOf(o))
				}
			}
			facts.Objects[i] = o
		}
	}
}

// paths returns the paths of all map fields, including those in the first items of lists.
func paths(v any, at []any) [][]any {
	var out [][]any
	switch v := v.(type) {
	case map[string]any:
		for k, field := range v {
			here := append(append([]any{}, at...), k)
			if len(at) > 0 || k == "spec" || k == "status" {
				out = append(out, here)
			}
			if len(at) > 0 || k != "metadata" {
				out = append(out, paths(field, here)...)
			}
		}
	case []any:
		if len(v) > 0 {
			out = append(out, paths(v[0], append(append([]any{}, at...), 0))...)
		}
	}
	return out
}

func replace(v any, path []any, value any) {
	for ; len(path) > 1; path = path[1:] {
		if i, ok := path[0].(int); ok {
			v = v.([]any)[i]
		} else {
			v = v.(map[string]any)[path[0].(string)]
		}
	}
	m := v.(map[string]any)
	if value == nil {
		delete(m, path[0].(string))
		return
	}
	m[path[0].(string)] = value
}

// TestWhyChangesNothing: the facts belong to the timeline, which others read.
func TestWhyChangesNothing(t *testing.T) {
	for _, p := range proofs() {
		facts, subject := situation(t, p.hit)
		before := make([]map[string]any, len(facts.Objects))
		for i, o := range facts.Objects {
			before[i] = runtime.DeepCopyJSON(o.Object)
		}
		Why(facts, subject)
		for i, o := range facts.Objects {
			if !reflect.DeepEqual(before[i], o.Object) {
				t.Errorf("%s: %s was changed", p.hit, pathOf(o))
			}
		}
	}
}

// TestWithoutClockAndUIDs: a record may lack the time and UIDs.
func TestWithoutClockAndUIDs(t *testing.T) {
	facts, subject := situation(t, "work/Deployment/crash")
	facts.Now = time.Time{}
	for _, o := range facts.Objects {
		o.SetUID("")
		if e, ok := o.Object["involvedObject"].(map[string]any); ok {
			delete(e, "uid")
		}
	}
	found := Why(facts, subject)
	if len(found) != 2 || found[0].Code != PodCrashLoop || strings.Contains(strings.Join(found[0].Evidence, " "), "ago") {
		t.Errorf("findings = %+v", found)
	}
}

// TestEventsOfAnEarlierPod: a pod that was recreated under the same name does not get the earlier pod's events.
func TestEventsOfAnEarlierPod(t *testing.T) {
	facts, subject := situation(t, "pod pulling")
	facts.Objects = append(facts.Objects, eventAbout(subject, "FailedMount", `MountVolume.SetUp failed for volume "x" : no`, facts.Now))
	about := facts.Objects[len(facts.Objects)-1].Object["involvedObject"].(map[string]any)
	about["uid"] = "of the pod before"
	if found := Why(facts, subject); len(found) != 1 || found[0].Code != PodStarting {
		t.Errorf("findings = %+v", found)
	}
	about["uid"] = string(find(t, facts, "Pod", subject.Name).GetUID())
	if found := Why(facts, subject); len(found) != 1 || found[0].Code != PodVolumePending {
		t.Errorf("findings = %+v", found)
	}
}

// TestEventsOfTheSameSecond: the order of the facts does not matter.
func TestEventsOfTheSameSecond(t *testing.T) {
	facts, subject := situation(t, "pod starting")
	older := eventAbout(subject, "FailedCreatePodSandBox", "Failed to create pod sandbox: old", facts.Now)
	newer := eventAbout(subject, "FailedCreatePodSandBox", "Failed to create pod sandbox: new", facts.Now)
	older.SetResourceVersion("99")
	newer.SetResourceVersion("100")
	for _, events := range [][]*unstructured.Unstructured{{older, newer}, {newer, older}} {
		found := Why(Facts{Now: facts.Now, Objects: append(slices.Clone(facts.Objects), events...)}, subject)
		if len(found) != 1 || !strings.HasSuffix(found[0].Sentence, "new") {
			t.Errorf("findings = %+v", found)
		}
	}
}

// TestNoSubject: a step that waits for no particular object has nothing to explain.
func TestNoSubject(t *testing.T) {
	facts, _ := situation(t, "crash/Pod/panics")
	for _, s := range []Subject{{}, {Kind: "Pod", Namespace: "h5-crash"}} {
		if found := Why(facts, s); found != nil {
			t.Errorf("%+v: %+v", s, found)
		}
	}
}

// TestOtherGroups: a Knative Service is not a core Service.
func TestOtherGroups(t *testing.T) {
	knative := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": map[string]any{"name": "web", "namespace": "a"},
	}}
	facts := Facts{Objects: []*unstructured.Unstructured{knative}}
	if found := Why(facts, Subject{"Service.serving.knative.dev", "a", "web"}); found != nil {
		t.Errorf("findings = %+v", found)
	}
	if found := Why(facts, Subject{"Service", "a", "web"}); len(found) != 1 || found[0].Code != ObjectMissing {
		t.Errorf("findings = %+v", found)
	}
}

// TestEventsOfTheNewAPI reads an event of events.k8s.io/v1.
func TestEventsOfTheNewAPI(t *testing.T) {
	e := readEvent(&unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": map[string]any{"creationTimestamp": "2026-01-01T00:00:00Z"},
		"regarding": map[string]any{"kind": "Pod", "namespace": "a", "name": "web", "fieldPath": "spec.containers{c}"},
		"reason":    "Unhealthy", "note": "Liveness probe failed: no",
		"series": map[string]any{"count": float64(4), "lastObservedTime": "2026-01-01T00:00:10.5Z"},
	}})
	now := time.Date(2026, 1, 1, 0, 0, 15, 0, time.UTC)
	if got, want := e.line(now), "event Unhealthy (x4, 4s ago) on pod/web: Liveness probe failed: no"; got != want || e.container() != "c" {
		t.Errorf("line = %q, want %q", got, want)
	}
}

// FuzzFindings: whatever a pod writes, a finding has no control characters, and limited lines.
func FuzzFindings(f *testing.F) {
	f.Add("panic: \x1b[31mred\r\n", "reason")
	f.Add(strings.Repeat("x", 5000), "\u202e\xff")
	f.Add("", "\x1b[2J")
	var all []Facts
	var subjects []Subject
	for _, where := range []string{"image/Pod/absent", "crash/Pod/panics", "config/Pod/nomap", "probe/Pod/readiness-exec", "gone/Pod/evicted", "sched/Pod/cpu", "volume/Pod/late", "quota/Deployment/web"} {
		facts, subject := situation(f, where)
		subjects = append(subjects, subject)
		all = append(all, without(facts, func(o *unstructured.Unstructured) bool {
			about, _, err := unstructured.NestedString(o.Object, "involvedObject", "name")
			return err != nil || !strings.HasPrefix(o.GetName(), subject.Name) && !strings.HasPrefix(about, subject.Name)
		}))
	}
	f.Fuzz(func(t *testing.T, message, reason string) {
		for i, subject := range subjects {
			facts := Facts{Now: all[i].Now, Logs: map[string]string{subject.Namespace + "/" + subject.Name + "/web": message}}
			for _, o := range all[i].Objects {
				copied := runtime.DeepCopyJSON(o.Object)
				hostile(copied, message, reason)
				facts.Objects = append(facts.Objects, &unstructured.Unstructured{Object: copied})
			}
			found := Why(facts, subject)
			if len(found) == 0 {
				t.Fatalf("%v is not explained", subject)
			}
			for _, f := range found {
				for _, line := range append([]string{f.Sentence, f.Hint}, f.Evidence...) {
					if strings.ContainsFunc(line, unicode.IsControl) || len(line) > 3000 {
						t.Fatalf("%v: %q", subject, line)
					}
				}
			}
		}
	})
}

// hostile replaces every message and reason by the texts.
func hostile(v any, message, reason string) {
	switch v := v.(type) {
	case map[string]any:
		for k, field := range v {
			if _, ok := field.(string); ok && (k == "message" || k == "image" || k == "key") {
				v[k] = message
			} else if ok && k == "name" && v["image"] != nil {
				v[k] = reason
			}
			hostile(field, message, reason)
		}
	case []any:
		for _, item := range v {
			hostile(item, message, reason)
		}
	}
}
