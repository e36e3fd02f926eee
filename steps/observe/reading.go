package observe

import (
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/steps/kube"
)

// reading is a view that notes which kinds a check looks at: those that it needs to be watched.
type reading struct {
	View
	needs needs
}

// needs are the kinds that a check has looked at.
type needs struct {
	kinds []schema.GroupResource
	all   bool // it looked at everything
}

// named are the kinds; none stands for all that are watched.
func (n needs) named() []schema.GroupResource {
	if n.all {
		return nil
	}
	return n.kinds
}

func (r *reading) note(kind kube.Kind) {
	if resource := kind.GVR.GroupResource(); !slices.Contains(r.needs.kinds, resource) {
		r.needs.kinds = append(r.needs.kinds, resource)
	}
}

// Get implements View.
func (r *reading) Get(ref kube.Ref) *unstructured.Unstructured {
	r.note(ref.Kind)
	return r.View.Get(ref)
}

// List implements View.
func (r *reading) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	r.note(kind)
	return r.View.List(kind, namespace, selector)
}

// History implements View.
func (r *reading) History(ref kube.Ref) []Observation {
	r.note(ref.Kind)
	return r.View.History(ref)
}

// All implements View.
func (r *reading) All() []Observation {
	r.needs.all = true
	return r.View.All()
}
