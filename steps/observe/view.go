package observe

import (
	"sort"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/steps/kube"
)

// View is a timeline as of one observation. It may only be used during the
// call that received it.
type View interface {
	// Get returns the object's present version, nil when it is absent.
	Get(ref kube.Ref) *unstructured.Unstructured
	// List returns the present objects of a kind in a namespace of the timeline ("" for all of them, and for
	// cluster-scoped kinds) whose labels fit the selector (nil: all), sorted by namespace and name.
	List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured
	// History returns every version of the object that was seen, its deletions included, in order.
	History(ref kube.Ref) []Observation
	// All returns the whole timeline in the order seen. The slice must not be changed.
	All() []Observation
}

// objectKey identifies an object within a cluster; versions of an API group
// show the same object.
type objectKey struct {
	resource        schema.GroupResource
	namespace, name string
}

func keyOf(ref kube.Ref) objectKey {
	return objectKey{ref.Kind.GVR.GroupResource(), ref.Namespace, ref.Name}
}

// state is what a timeline has seen so far. It is guarded by its timeline.
type state struct {
	log     []Observation
	history map[objectKey][]int // indexes into log
}

func newState() *state { return &state{history: map[objectKey][]int{}} }

func (s *state) append(o Observation) {
	key := keyOf(o.Ref)
	s.history[key] = append(s.history[key], len(s.log))
	s.log = append(s.log, o)
}

// Get implements View.
func (s *state) Get(ref kube.Ref) *unstructured.Unstructured { return s.present(keyOf(ref)) }

func (s *state) present(key objectKey) *unstructured.Unstructured {
	versions := s.history[key]
	if len(versions) == 0 {
		return nil
	}
	last := s.log[versions[len(versions)-1]]
	if last.Type == watch.Deleted {
		return nil
	}
	return last.Object
}

// List implements View.
func (s *state) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	var list []*unstructured.Unstructured
	for key := range s.history {
		if key.resource != kind.GVR.GroupResource() || namespace != "" && key.namespace != namespace {
			continue
		}
		obj := s.present(key)
		if obj != nil && (selector == nil || selector.Matches(labels.Set(obj.GetLabels()))) {
			list = append(list, obj)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].GetNamespace() != list[j].GetNamespace() {
			return list[i].GetNamespace() < list[j].GetNamespace()
		}
		return list[i].GetName() < list[j].GetName()
	})
	return list
}

// History implements View.
func (s *state) History(ref kube.Ref) []Observation {
	indexes := s.history[keyOf(ref)]
	out := make([]Observation, len(indexes))
	for i, at := range indexes {
		out[i] = s.log[at]
	}
	return out
}

// All implements View.
func (s *state) All() []Observation { return s.log[:len(s.log):len(s.log)] }
