package dispatch

import (
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/mask"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/report"
)

// secrets has the values that are hidden from listeners: for each scenario, those of Secrets that it applies or has seen, and
// those of the set-up, which all scenarios use. They are removed from the model itself, as a report of any format may show any
// of its texts.
type secrets struct {
	mu     sync.Mutex
	masks  map[*report.Scenario]*mask.Mask // for a scenario without an entry, shared applies
	setUps map[*report.Scenario]bool
	told   *mask.Mask // of a set-up that another process has made
	shared *mask.Mask // of the set-up
	all    *mask.Mask // for texts that belong to no scenario
}

// begin removes the values in manifests from a result in which nothing has run. The text of a feature is masked for all of its
// scenarios, whether they run or not.
func (h *secrets) begin(p *plan.Plan, r *report.Run, models map[*gherkin.Pickle]*report.Scenario) {
	h.masks, h.setUps, h.shared = map[*report.Scenario]*mask.Mask{}, map[*report.Scenario]bool{}, h.told
	if p.SetUp != nil {
		h.shared = h.shared.And(p.MaskOf(p.SetUp))
	}
	ofFeature := map[string]*mask.Mask{}
	for pickle, model := range models {
		h.setUps[model] = p.ScenarioOf(pickle).SetUp != nil
		h.masks[model] = h.shared.And(p.MaskOf(pickle))
		h.rewrite(model)
	}
	for _, pickle := range p.Pickles {
		if _, known := ofFeature[pickle.URI]; known {
			continue
		}
		m := h.shared
		for _, sibling := range pickle.Feature.Pickles {
			m = m.And(p.MaskOf(sibling))
		}
		ofFeature[pickle.URI] = m
		h.all = h.all.And(m)
	}
	if p.SetUp != nil {
		ofFeature[p.SetUp.URI] = h.shared
		h.all = h.all.And(h.shared)
	}
	for i, f := range r.Features {
		r.Features[i].Text = ofFeature[f.URI].Lines(f.Text)
	}
}

func (h *secrets) learn(s *report.Scenario, objects []*unstructured.Unstructured) {
	if len(objects) > 0 {
		h.also(s, func(m *mask.Mask) *mask.Mask { return m.With(objects...) })
	}
}

// also extends the mask of a scenario; for the set-up, that of all scenarios: a chart may generate passwords, which are known
// only then.
func (h *secrets) also(s *report.Scenario, more func(*mask.Mask) *mask.Mask) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := h.ofLocked(s)
	now := more(before)
	if now == before {
		return
	}
	if h.masks == nil {
		h.masks = map[*report.Scenario]*mask.Mask{}
	}
	h.masks[s], h.all = now, h.all.And(now)
	if !h.setUps[s] {
		return
	}
	h.shared = h.shared.And(now)
	for other, its := range h.masks {
		h.masks[other] = its.And(now)
	}
}

func (h *secrets) of(s *report.Scenario) *mask.Mask {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ofLocked(s)
}

func (h *secrets) ofLocked(s *report.Scenario) *mask.Mask {
	if its, known := h.masks[s]; known {
		return its
	}
	return h.shared
}

func (h *secrets) ofSetUp() *mask.Mask {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.shared
}

func (h *secrets) ofAll() *mask.Mask {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.all
}

func (h *secrets) rewrite(s *report.Scenario) {
	if m := h.of(s); m != nil && s != nil {
		s.Rewrite(m.Text)
	}
}

// rewriteRun removes the values of all scenarios from the texts about the run as a whole.
func (h *secrets) rewriteRun(r *report.Run) {
	if m := h.ofAll(); m != nil {
		r.Rewrite(m.Text)
	}
}
