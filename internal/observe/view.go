package observe

import (
	"sort"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
)

// View is the state of a timeline as of one observation. It may only be used during the call that received it.
type View interface {
	// Get returns the current version of the object, or nil if it does not exist.
	Get(ref kube.Ref) *unstructured.Unstructured
	// List returns the current objects of a kind in a namespace of the timeline ("" for all of them, and for cluster-scoped
	// kinds) whose labels match the selector (nil: all), sorted by namespace and name.
	List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured
	// History returns every observed version of the object, including its deletions, in order.
	History(ref kube.Ref) []Observation
	// All returns the whole timeline in the order of arrival. The slice must not be changed.
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

// state is what a timeline has observed. It is guarded by its timeline.
type state struct {
	log     []Observation
	history map[objectKey][]int // indexes into log

	// See index.go.
	latest    map[objectKey]*unstructured.Unstructured // of existing objects
	byUID     map[types.UID]kube.Ref                   // the same
	family    *kin
	byKind    map[schema.GroupResource][]int     // indexes into log
	byPlace   map[place]map[objectKey]bool       // the same
	events    map[Subject][]int                  // indexes into log
	converted map[*unstructured.Unstructured]any // latest versions
}

func newState() *state {
	return &state{
		history: map[objectKey][]int{}, latest: map[objectKey]*unstructured.Unstructured{}, byUID: map[types.UID]kube.Ref{},
		family: newKin(), byKind: map[schema.GroupResource][]int{},
		byPlace: map[place]map[objectKey]bool{}, events: map[Subject][]int{}, converted: map[*unstructured.Unstructured]any{},
	}
}

func (s *state) append(o Observation) {
	key := keyOf(o.Ref)
	s.history[key] = append(s.history[key], len(s.log))
	s.log = append(s.log, o)
	s.add(o, key)
}

// Get returns the current version of the object, nil if it does not exist.
func (s *state) Get(ref kube.Ref) *unstructured.Unstructured { return s.present(keyOf(ref)) }

func (s *state) present(key objectKey) *unstructured.Unstructured { return s.latest[key] }

// List returns the current objects of a kind in a namespace of the timeline ("" for all of them, and for cluster-scoped
// kinds) whose labels match the selector (nil: all), sorted by namespace and name.
func (s *state) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	var list []*unstructured.Unstructured
	resource := kind.GVR.GroupResource()
	for in, keys := range s.byPlace {
		if in.resource != resource || namespace != "" && in.namespace != namespace {
			continue
		}
		for key := range keys {
			obj := s.present(key)
			if selector == nil || selector.Matches(labels.Set(obj.GetLabels())) {
				list = append(list, obj)
			}
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

// History returns every observed version of the object, including its deletions, in order.
func (s *state) History(ref kube.Ref) []Observation {
	return s.at(s.history[keyOf(ref)])
}

func (s *state) at(indexes []int) []Observation {
	out := make([]Observation, len(indexes))
	for i, at := range indexes {
		out[i] = s.log[at]
	}
	return out
}

// All returns the whole timeline in the order of arrival. The slice must not be changed.
func (s *state) All() []Observation { return s.log[:len(s.log):len(s.log)] }
