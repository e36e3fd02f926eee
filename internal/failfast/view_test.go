package failfast

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
)

// start is when everything begins; the wait of a test begins a minute later.
var start = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

var waitBegan = start.Add(time.Minute)

// seen is a view for tests.
type seen []observe.Observation

// see creates a view of YAML documents. A document may begin with "@70s " for the time of its observation, relative to start.
// Those with the annotation "gone" are deletions.
func see(t *testing.T, docs ...string) seen {
	t.Helper()
	var s seen
	for i, doc := range docs {
		at := waitBegan.Add(time.Second)
		if rest, timed := strings.CutPrefix(doc, "@"); timed {
			when, body, _ := strings.Cut(rest, " ")
			after, err := time.ParseDuration(when)
			if err != nil {
				t.Fatal(err)
			}
			at, doc = start.Add(after), body
		}
		obj := &unstructured.Unstructured{}
		data, err := yaml.YAMLToJSON([]byte(doc))
		if err == nil {
			err = obj.UnmarshalJSON(data)
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		ref := kube.Ref{Kind: kindFor(obj), Namespace: obj.GetNamespace(), Name: obj.GetName()}
		event := watch.Modified
		if _, gone := obj.GetAnnotations()["gone"]; gone {
			event = watch.Deleted
		}
		s = append(s, observe.Observation{Seq: uint64(i + 1), At: at, Type: event, Ref: ref, Object: obj})
	}
	return s
}

func kindFor(obj *unstructured.Unstructured) kube.Kind {
	gvk := obj.GroupVersionKind()
	return kube.Kind{GVK: gvk, Namespaced: gvk.Kind != "Node",
		GVR: schema.GroupVersionResource{Group: gvk.Group, Version: gvk.Version, Resource: strings.ToLower(gvk.Kind) + "s"}}
}

func (s seen) Get(ref kube.Ref) *unstructured.Unstructured {
	versions := s.History(ref)
	if len(versions) == 0 || versions[len(versions)-1].Type == watch.Deleted {
		return nil
	}
	return versions[len(versions)-1].Object
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

func (s seen) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	var list []*unstructured.Unstructured
	listed := map[kube.Ref]bool{}
	for _, o := range s {
		obj := s.Get(o.Ref)
		if o.Ref.Kind.GVR.GroupResource() != kind.GVR.GroupResource() || namespace != "" && o.Ref.Namespace != namespace || obj == nil || listed[o.Ref] {
			continue
		}
		listed[o.Ref] = true
		if selector == nil || selector.Matches(labels.Set(obj.GetLabels())) {
			list = append(list, obj)
		}
	}
	return list
}

func (s seen) All() []observe.Observation { return s }

// judge judges the last document.
func judge(t *testing.T, goal Goal, docs ...string) Reason {
	t.Helper()
	v := see(t, docs...)
	return Judge(v, Subject{Ref: v[len(v)-1].Ref, Goal: goal}, waitBegan)
}

// after returns how long into the wait a reason applies; -1 without a reason.
func after(r Reason) time.Duration {
	if r.Why == "" {
		return -1
	}
	return max(r.From.Sub(waitBegan), 0)
}
