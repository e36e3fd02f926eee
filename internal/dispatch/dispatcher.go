// Package dispatch tells the listeners of a run what happens in it: one call at a time, and without the values of Secrets.
package dispatch

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/mask"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Dispatcher passes what happens on to the listeners, one call at a time, so that
// a listener needs no lock of its own for the model.
type Dispatcher struct {
	mu        sync.Mutex
	listeners []report.Listener
	secrets   secrets
}

// New is a dispatcher to these listeners.
func New(listeners []report.Listener) *Dispatcher { return &Dispatcher{listeners: listeners} }

// Begin takes the values of Secrets in the plan's manifests out of a result in which nothing has run. It must be called
// before anything is told.
func (d *Dispatcher) Begin(p *plan.Plan, r *report.Run, models map[*gherkin.Pickle]*report.Scenario) {
	d.secrets.begin(p, r, models)
}

// Learn takes the values of further Secrets out of all that is told of the scenario from now on.
func (d *Dispatcher) Learn(s *report.Scenario, secrets []*unstructured.Unstructured) {
	d.secrets.learn(s, secrets)
}

// Hide takes these values out of all that is told of the scenario from now on.
func (d *Dispatcher) Hide(s *report.Scenario, values []string) {
	d.secrets.also(s, func(m *mask.Mask) *mask.Mask { return m.Values(values...) })
}

// Found are those values of Secrets of the scenario that stand in the texts.
func (d *Dispatcher) Found(s *report.Scenario, texts ...string) []string {
	return d.secrets.of(s).Found(texts...)
}

// Masked is the text without the values of Secrets that the scenario has seen.
func (d *Dispatcher) Masked(s *report.Scenario, text string) string {
	return d.secrets.of(s).Text(text)
}

// Change alters the model of a scenario and tells of it under the same lock: a listener
// never sees a half-written scenario, nor the value of a Secret in it. What alters no texts, or
// those of no scenario, names none.
func (d *Dispatcher) Change(s *report.Scenario, alter func(), tell func(report.Listener)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	alter()
	d.secrets.rewrite(s)
	for _, l := range d.listeners {
		tell(l)
	}
}

// Note tells of something that concerns no single scenario.
func (d *Dispatcher) Note(format string, args ...any) {
	text := d.secrets.ofAll().Text(fmt.Sprintf(format, args...))
	d.Change(nil, func() {}, func(l report.Listener) { l.Note(text) })
}

// RunStarted reports whether the run has started.
func (d *Dispatcher) RunStarted(r *report.Run) {
	d.Change(nil, func() {}, func(l report.Listener) { l.RunStarted(r) })
}

// RunFinished reports whether the run has ended. The error joins those of the listeners.
func (d *Dispatcher) RunFinished(r *report.Run) error {
	var errs []error
	d.Change(nil, func() { d.secrets.rewriteRun(r) }, func(l report.Listener) { errs = append(errs, l.RunFinished(r)) })
	return errors.Join(errs...)
}

// Warned adds a warning to the running step; to the clean-up when none runs.
func (d *Dispatcher) Warned(s *report.Scenario, running *atomic.Pointer[report.Step]) func(string) {
	return func(text string) {
		d.Change(s, func() { s.Warn(running.Load(), text) }, func(report.Listener) {})
	}
}

// Noted adds what the running step says of itself.
func (d *Dispatcher) Noted(s *report.Scenario, running *atomic.Pointer[report.Step]) func(string) {
	return func(text string) {
		step := running.Load()
		if step == nil {
			return
		}
		d.Change(s, func() {
			if step.Note != "" {
				text = step.Note + "; " + text
			}
			step.Note = text
		}, func(report.Listener) {})
	}
}

// Sees passes on what a waiting step sees. It comes from the watches, which
// must not wait for a listener's turn, so it takes no lock.
func (d *Dispatcher) Sees(s *report.Scenario, step *report.Step, saw string) {
	if step == nil {
		return
	}
	saw = d.secrets.of(s).Text(saw)
	for _, l := range d.listeners {
		if w, ok := l.(report.Watcher); ok {
			w.StepSees(s, step, saw)
		}
	}
}
