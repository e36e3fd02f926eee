package objects

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// PastView is a part of what a timeline has seen, as a view.
type PastView []observe.Observation

// Earlier is what had certainly happened at a moment, and what may have: of versions without revisions that came on
// another watch the order is not known.
func Earlier(v observe.View, moment observe.Observation) (certain, possible PastView) {
	for _, o := range v.All() {
		before, known := observe.Before(o, moment)
		if before && known {
			certain = append(certain, o)
		}
		if before || !known {
			possible = append(possible, o)
		}
	}
	return certain, possible
}

func sameObject(a, b kube.Ref) bool {
	return a.Name == b.Name && a.Namespace == b.Namespace && a.Kind.GVR.GroupResource() == b.Kind.GVR.GroupResource()
}

// All implements observe.View.
func (p PastView) All() []observe.Observation { return p }

// History implements observe.View.
func (p PastView) History(ref kube.Ref) []observe.Observation {
	var versions []observe.Observation
	for _, o := range p {
		if sameObject(o.Ref, ref) {
			versions = append(versions, o)
		}
	}
	return versions
}

// Get implements observe.View.
func (p PastView) Get(ref kube.Ref) *unstructured.Unstructured {
	for _, o := range slices.Backward(p) {
		if sameObject(o.Ref, ref) {
			if o.Type == watch.Deleted {
				return nil
			}
			return o.Object
		}
	}
	return nil
}

// List implements observe.View.
func (p PastView) List(kind kube.Kind, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	last := map[string]*unstructured.Unstructured{}
	var keys []string
	for _, o := range p {
		if o.Ref.Kind.GVR.GroupResource() != kind.GVR.GroupResource() || namespace != "" && o.Ref.Namespace != namespace {
			continue
		}
		key := o.Ref.Namespace + "/" + o.Ref.Name
		if _, seen := last[key]; !seen {
			keys = append(keys, key)
		}
		last[key] = nil
		if o.Type != watch.Deleted && (selector == nil || selector.Matches(labels.Set(o.Object.GetLabels()))) {
			last[key] = o.Object
		}
	}
	slices.SortFunc(keys, strings.Compare)
	var list []*unstructured.Unstructured
	for _, key := range keys {
		if last[key] != nil {
			list = append(list, last[key])
		}
	}
	return list
}
