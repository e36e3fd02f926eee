package assert

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/world"
)

func TestEmptyFields(t *testing.T) {
	var want map[string]any
	if err := yaml.Unmarshal([]byte("{spec: {colour: null, size: 3, parts: [], more: {}, list: [{a: null, b: 1}]}}"), &want); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, field := range EmptyFields(want, nil) {
		got = append(got, strings.Join(field, "."))
	}
	if all := strings.Join(got, " "); all != "spec.colour spec.list.[].a spec.more spec.parts" {
		t.Errorf("got %s", all)
	}
}

// TestMisspeltFieldsOfCustomResources: null is met by a field that a kind has not. That is not a proof of anything.
func TestMisspeltFieldsOfCustomResources(t *testing.T) {
	gvk := schema.GroupVersionKind{Group: "example.org", Version: "v1", Kind: "Widget"}
	ref := kube.Ref{Kind: kube.Kind{GVK: gvk, GVR: gvk.GroupVersion().WithResource("widgets"), Namespaced: true}, Namespace: "a", Name: "w"}
	obj := viewtest.See(t, `{apiVersion: example.org/v1, kind: Widget, metadata: {name: w, namespace: a, uid: w}, spec: {size: 3}}`)[0]
	obj.Ref = ref
	for name, c := range map[string]struct {
		field, says  string // of the cluster
		fails, warns bool
	}{
		"it has none":            {"colr", hasNoField, true, false},
		"it has one":             {"colour", hasField, false, false},
		"nobody knows":           {"colr", fieldUnknown, false, true},
		"nobody knows, and seen": {"size", fieldUnknown, false, false},
	} {
		began := viewtest.Open(t, viewtest.View{obj}).Timeline.Now()
		question := world.Question{Kind: world.QuestionField, APIVersion: "example.org/v1", ObjectKind: "Widget", Field: "spec." + c.field}
		hub, tape := observe.Replay(t.Context(), observe.Recording{Observations: viewtest.View{obj}, Ended: began.Add(1e9)})
		t.Cleanup(hub.Stop)
		w := (&world.Run{Hub: hub}).Replay(tape, world.Scenario{}, world.State{}, []world.Answer{world.NewAnswer(question, began, c.says)})
		w.Timeline.Add("a")
		tape.PlayTo(began)
		warned := 0
		w.Warned = func(string) { warned++ }
		err := SureOfFields(t.Context(), w, ref, [][]string{{"spec", c.field}})
		if (err != nil) != c.fails || (warned == 1) != c.warns {
			t.Errorf("%s: %v, %d warnings", name, err, warned)
		}
	}
	w := viewtest.Open(t, viewtest.View{obj}).World
	if err := SureOfFields(t.Context(), w, kube.Ref{Kind: viewtest.KindFor("Pod")}, [][]string{{"spec", "colr"}}); err != nil {
		t.Errorf("a kind of Kubernetes, which was looked at before: %v", err)
	}
}
