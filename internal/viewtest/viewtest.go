package viewtest

import (
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Open creates a scenario in namespace "a" that has observed this.
func Open(t *testing.T, s View) World {
	t.Helper()
	at := time.Now()
	for i := range s {
		if s[i].At.IsZero() {
			s[i].At = at
		}
	}
	hub, tape := observe.Replay(t.Context(), observe.Recording{Observations: s, Ended: at.Add(time.Second)})
	t.Cleanup(hub.Stop)
	w := (&world.Run{Hub: hub}).Replay(tape, world.Scenario{}, world.State{}, nil)
	w.Timeline.Add("a")
	tape.PlayTo(at)
	return World{w}
}

// World is a scenario that has observed a view.
type World struct{ *world.World }

// Ref returns the reference to an object in namespace "a".
func (World) Ref(kind, name string) kube.Ref {
	return kube.Ref{Kind: KindFor(kind), Namespace: "a", Name: name}
}

// View is a view for tests: observations in order.
type View []observe.Observation

// See creates a view of YAML documents, each a version of an object. Those with the annotation "gone" are deletions.
func See(t *testing.T, docs ...string) View {
	t.Helper()
	var s View
	for i, doc := range docs {
		obj := &unstructured.Unstructured{}
		data, err := yaml.YAMLToJSON([]byte(doc))
		if err == nil {
			err = obj.UnmarshalJSON(data) // like the API server's answers: integers stay integers
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		event := watch.Modified
		if _, gone := obj.GetAnnotations()["gone"]; gone {
			event = watch.Deleted
		}
		ref := kube.Ref{Kind: KindFor(obj.GetKind()), Namespace: obj.GetNamespace(), Name: obj.GetName()}
		s = append(s, observe.Observation{Seq: uint64(i + 1), Type: event, Ref: ref, Object: obj})
	}
	return s
}

// KindFor returns a kind of version v1, with its plural as the resource.
func KindFor(name string) kube.Kind {
	return kube.Kind{
		GVK:        schema.GroupVersionKind{Version: "v1", Kind: name},
		GVR:        schema.GroupVersionResource{Version: "v1", Resource: strings.ToLower(name) + "s"},
		Namespaced: name != "Node",
	}
}

// PodRef returns the reference to a pod.
func PodRef(namespace, name string) kube.Ref {
	return kube.Ref{Kind: KindFor("Pod"), Namespace: namespace, Name: name}
}

// Get implements observe.View.
func (s View) Get(ref kube.Ref) *unstructured.Unstructured {
	versions := s.History(ref)
	if len(versions) == 0 || versions[len(versions)-1].Type == watch.Deleted {
		return nil
	}
	return versions[len(versions)-1].Object
}

// List implements observe.View.
func (s View) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	var list []*unstructured.Unstructured
	listed := map[kube.Ref]bool{}
	for _, o := range s {
		obj := s.Get(o.Ref)
		if o.Ref.Kind != kind || namespace != "" && o.Ref.Namespace != namespace || obj == nil || listed[o.Ref] {
			continue
		}
		listed[o.Ref] = true
		if selector == nil || selector.Matches(labels.Set(obj.GetLabels())) {
			list = append(list, obj)
		}
	}
	return list
}

// History implements observe.View.
func (s View) History(ref kube.Ref) []observe.Observation {
	var versions []observe.Observation
	for _, o := range s {
		if o.Ref == ref {
			versions = append(versions, o)
		}
	}
	return versions
}

// All implements observe.View.
func (s View) All() []observe.Observation { return s }

// Verdict compares the verdict of a check with the expected one; an empty saw expects it to be met.
func Verdict(t *testing.T, name string, got observe.Verdict, saw string) {
	t.Helper()
	switch {
	case got.Met != (saw == ""):
		t.Errorf("%s: met is %v, saw %q", name, got.Met, got.Saw)
	case !got.Met && got.Saw != saw:
		t.Errorf("%s:\n saw %q\nwant %q", name, got.Saw, saw)
	}
}
