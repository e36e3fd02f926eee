package scenarios

import (
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/mask"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// hidden is what no listener is told: of each scenario, the values of the Secrets that it applies or has seen. It is
// taken out of the model itself, as a report of any format may show any text of it.
type hidden struct {
	mu    sync.Mutex
	masks map[*report.Scenario]*mask.Mask
	all   *mask.Mask // for what belongs to no scenario
}

// begin takes the values that manifests have out of a result in which nothing has run. The text of a feature is
// without those of all its scenarios, whether they run or not.
func (h *hidden) begin(p *plan, r *report.Run, models map[*gherkin.Pickle]*report.Scenario) {
	h.masks = map[*report.Scenario]*mask.Mask{}
	ofFeature := map[string]*mask.Mask{}
	for pickle, model := range models {
		if m := p.maskOf(pickle); m != nil {
			h.masks[model] = m
			h.rewrite(model)
		}
	}
	for _, pickle := range p.pickles {
		if _, known := ofFeature[pickle.URI]; known {
			continue
		}
		var m *mask.Mask
		for _, sibling := range pickle.Feature.Pickles {
			m = m.And(p.maskOf(sibling))
		}
		ofFeature[pickle.URI] = m
		h.all = h.all.And(m)
	}
	for i, f := range r.Features {
		r.Features[i].Text = ofFeature[f.URI].Lines(f.Text)
	}
}

// maskOf hides the values of the Secrets in a scenario's manifests.
func (p *plan) maskOf(pickle *gherkin.Pickle) *mask.Mask {
	var objects []*unstructured.Unstructured
	for _, use := range p.manifestsOf(pickle) {
		for _, doc := range use.manifest.Docs {
			objects = append(objects, doc.Object)
		}
	}
	return (*mask.Mask)(nil).With(objects...)
}

// learner takes up the values of Secrets that the scenario has seen since the last call.
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
		r.tell.hidden.learn(s, objects)
	}
}

func (h *hidden) learn(s *report.Scenario, objects []*unstructured.Unstructured) {
	if len(objects) > 0 {
		h.also(s, func(m *mask.Mask) *mask.Mask { return m.With(objects...) })
	}
}

// also hides more of a scenario.
func (h *hidden) also(s *report.Scenario, more func(*mask.Mask) *mask.Mask) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.masks[s]
	now := more(before)
	if now != before {
		h.masks[s], h.all = now, h.all.And(now)
	}
}

func (h *hidden) of(s *report.Scenario) *mask.Mask {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.masks[s]
}

func (h *hidden) ofAll() *mask.Mask {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.all
}

func (h *hidden) rewrite(s *report.Scenario) {
	if m := h.of(s); m != nil {
		s.Rewrite(m.Text)
	}
}

// rewriteRun takes the values of all scenarios out of what is said of the run as a whole.
func (h *hidden) rewriteRun(r *report.Run) {
	if m := h.ofAll(); m != nil {
		r.Rewrite(m.Text)
	}
}
