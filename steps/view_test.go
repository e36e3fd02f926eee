package steps

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// seen is a view for tests: observations in order.
type seen []observe.Observation

// see makes a view of YAML documents, each a version of an object. Those with
// the annotation "gone" are deletions.
func see(t *testing.T, docs ...string) seen {
	t.Helper()
	var s seen
	for i, doc := range docs {
		obj := &unstructured.Unstructured{}
		data, err := yaml.YAMLToJSON([]byte(doc))
		if err == nil {
			err = obj.UnmarshalJSON(data) // as the API server's answers are read: whole numbers stay whole
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		event := watch.Modified
		if _, gone := obj.GetAnnotations()["gone"]; gone {
			event = watch.Deleted
		}
		ref := kube.Ref{Kind: kindFor(obj.GetKind()), Namespace: obj.GetNamespace(), Name: obj.GetName()}
		s = append(s, observe.Observation{Seq: uint64(i + 1), Type: event, Ref: ref, Object: obj})
	}
	return s
}

func kindFor(name string) kube.Kind {
	return kube.Kind{
		GVK:        schema.GroupVersionKind{Version: "v1", Kind: name},
		GVR:        schema.GroupVersionResource{Version: "v1", Resource: strings.ToLower(name) + "s"},
		Namespaced: name != "Node",
	}
}

func podRef(namespace, name string) kube.Ref {
	return kube.Ref{Kind: kindFor("Pod"), Namespace: namespace, Name: name}
}

func (s seen) Get(ref kube.Ref) *unstructured.Unstructured {
	versions := s.History(ref)
	if len(versions) == 0 || versions[len(versions)-1].Type == watch.Deleted {
		return nil
	}
	return versions[len(versions)-1].Object
}

func (s seen) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
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

func (s seen) History(ref kube.Ref) []observe.Observation {
	var versions []observe.Observation
	for _, o := range s {
		if o.Ref == ref {
			versions = append(versions, o)
		}
	}
	return versions
}

func (s seen) All() []observe.Observation { return s }

// verdict compares what a check says with what is wanted; "" wants it met.
func verdict(t *testing.T, name string, got observe.Verdict, saw string) {
	t.Helper()
	switch {
	case got.Met != (saw == ""):
		t.Errorf("%s: met is %v, saw %q", name, got.Met, got.Saw)
	case !got.Met && got.Saw != saw:
		t.Errorf("%s:\n saw %q\nwant %q", name, got.Saw, saw)
	}
}
