package engine

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// learner learns the values of Secrets that the scenario has observed since the last call.
func (r *runner) learner(s *report.Scenario, w *world.World) func() {
	from := 0
	return func() {
		var objects []*unstructured.Unstructured
		w.Timeline.View(func(v observe.View) {
			seen := v.All()
			for _, o := range seen[from:] {
				if o.Ref.Kind.GVK.Kind == "Secret" {
					objects = append(objects, o.Object)
				}
			}
			from = len(seen)
		})
		r.tell.Learn(s, objects)
	}
}
