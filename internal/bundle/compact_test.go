package bundle

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// crowded is a bundle with the scenario's own objects and many others.
func crowded() *Bundle {
	b := small()
	b.Scenario.Started, b.Scenario.Ended = time.Unix(10, 0).UTC(), time.Unix(60, 0).UTC()
	b.Scenario.Namespaces = map[string]string{"": "n"}
	b.Steps = []Step{{Text: "all is well", Status: "failed", Started: time.Unix(10, 0).UTC(), Ended: time.Unix(20, 0).UTC()}}
	b.Kinds = append(b.Kinds, Kind{Kind: kindOf("Node", "nodes")}, Kind{Kind: kindOf("Namespace", "namespaces")}, Kind{Kind: kindOf("Event", "events")})
	in := func(o observe.Observation, namespace, name string) observe.Observation {
		o.Ref.Namespace, o.Ref.Name = namespace, name
		o.Object.SetNamespace(namespace)
		o.Object.SetName(name)
		return o
	}
	run := map[string]any{"metadata": map[string]any{"labels": map[string]any{world.LabelRun: "r"}}}
	old, now := map[string]any{"lastTimestamp": "1970-01-01T00:00:09Z"}, map[string]any{"lastTimestamp": "1970-01-01T00:00:10Z"}
	b.Observations = []observe.Observation{
		in(version(1, "Namespace", "namespaces", run), "", "n"),
		in(version(2, "Namespace", "namespaces", run), "", "of-another-run"),
		in(version(3, "Namespace", "namespaces", nil), "", "kube-system"),
		in(version(4, "Node", "nodes", map[string]any{"status": map[string]any{"images": []any{"many"}, "phase": "up"}}), "", "node"),
		in(version(5, "Event", "events", old), "default", "of-before"),
		in(version(6, "Event", "events", now), "default", "of-now"),
		version(7, "Pod", "pods", nil),
	}
	long := json.RawMessage(`"` + strings.Repeat("x", 2*smallAnswer) + `"`)
	b.Answers = []world.Answer{
		{Question: logOf("asked"), Began: time.Unix(12, 0).UTC(), Ended: time.Unix(13, 0).UTC(), Value: long},
		{Question: logOf("short"), Began: time.Unix(30, 0).UTC(), Ended: time.Unix(30, 0).UTC(), Value: json.RawMessage(`"short"`)},
		{Question: logOf("long"), Began: time.Unix(30, 0).UTC(), Ended: time.Unix(30, 0).UTC(), Value: long},
	}
	b.Served = kube.Served{Resources: []*metav1.APIResourceList{{GroupVersion: "v1", APIResources: []metav1.APIResource{
		{Name: "pods", SingularName: "pod", Kind: "Pod", ShortNames: []string{"po"}, Verbs: []string{"list"}, StorageVersionHash: "x"},
		{Name: "pods/status", Kind: "Pod", Verbs: []string{"get"}}}}}}
	return b
}

func logOf(pod string) world.Question {
	return world.Question{Kind: world.QuestionLog, Namespace: "n", Pod: pod, Container: "c"}
}

func TestCompactKeepsWhatJudgingTakes(t *testing.T) {
	b, err := Read(written(t, crowded().Compact()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, o := range b.Observations {
		names = append(names, o.Ref.Name)
	}
	if got := strings.Join(names, " "); got != "n kube-system node of-now a" {
		t.Errorf("observed: %s", got)
	}
	if got := b.Observations[2].Object.Object["status"].(map[string]any); len(got) != 1 || got["phase"] != "up" {
		t.Errorf("the node's status is %v", got)
	}
	var asked []string
	for _, a := range b.Answers {
		asked = append(asked, a.Question.Pod)
	}
	if got := strings.Join(asked, ", "); got != "asked, short" {
		t.Errorf("answers: %s", got)
	}
	if len(b.Files) != 1 || len(b.Files["a.feature"]) != 0 || b.Texts["events.txt"] != nil {
		t.Errorf("files %v, texts %v", b.Files, b.Texts)
	}
	kinds := b.Served.Resources[0].APIResources
	if len(kinds) != 1 || kinds[0].ShortNames[0] != "po" || kinds[0].SingularName != "pod" {
		t.Errorf("kinds: %+v", kinds)
	}
	if files := b.WithFiles(map[string][]byte{"b": nil}).Files; len(files) != 1 || len(b.Files["a.feature"]) != 0 {
		t.Errorf("with other files: %v", files)
	}
}

// TestCompactNumbersEvents: each event has a UID of its own, which all its versions have. A bundle that is compacted again stays
// as it is.
func TestCompactNumbersEvents(t *testing.T) {
	b := crowded()
	b.Observations = nil
	for _, o := range [][2]string{{"Event", "5f3c"}, {"Event", "77aa"}, {"Pod", "31d0"}, {"Event", "5f3c"}} {
		obj := &unstructured.Unstructured{Object: map[string]any{"kind": o[0]}}
		obj.SetUID(types.UID(o[1]))
		b.Observations = append(b.Observations, observe.Observation{Object: obj})
	}
	for range 2 {
		b = b.Compact()
		var uids []string
		for _, o := range b.Observations {
			uids = append(uids, string(o.Object.GetUID()))
		}
		if got := strings.Join(uids, " "); got != "1 2 31d0 1" {
			t.Errorf("UIDs are %s", got)
		}
	}
}

// TestSameBytes: writing a bundle again gives the same file, so that a commit shows only actual changes.
func TestSameBytes(t *testing.T) {
	first := written(t, crowded().Compact())
	read, err := Read(first)
	if err != nil {
		t.Fatal(err)
	}
	again := written(t, read.Compact())
	a, err1 := os.ReadFile(first)
	b, err2 := os.ReadFile(again)
	if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
		t.Errorf("other bytes: %v, %v", err1, err2)
	}
}
