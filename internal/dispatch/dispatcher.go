// Package dispatch passes the events of a run to its listeners, one call at a time, and removes the values of Secrets.
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

// Dispatcher passes events to the listeners, one call at a time, so that a listener needs no lock of its own for the model.
type Dispatcher struct {
	mu        sync.Mutex
	listeners []report.Listener
	secrets   secrets
}

// New returns a dispatcher for these listeners.
func New(listeners []report.Listener) *Dispatcher { return &Dispatcher{listeners: listeners} }

// Begin removes the values of Secrets in the plan's manifests from a result in which nothing has run. It must be called before
// any other method.
func (d *Dispatcher) Begin(p *plan.Plan, r *report.Run, models map[*gherkin.Pickle]*report.Scenario) {
	d.secrets.begin(p, r, models)
}

// HideOfSetUp hides these values of a set-up that another process has made; see [Dispatcher.HiddenOfSetUp]. It must be called
// before Begin.
func (d *Dispatcher) HideOfSetUp(forms []string) { d.secrets.told = (*mask.Mask)(nil).WithForms(forms) }

// HiddenOfSetUp returns the values of the set-up's Secrets that are hidden from listeners, for another process that uses the
// set-up.
func (d *Dispatcher) HiddenOfSetUp() []string { return d.secrets.ofSetUp().Forms() }

// Learn adds Secrets whose values are removed from everything that is reported about the scenario from now on.
func (d *Dispatcher) Learn(s *report.Scenario, secrets []*unstructured.Unstructured) {
	d.secrets.learn(s, secrets)
}

// Hide removes these values from everything that is reported about the scenario from now on.
func (d *Dispatcher) Hide(s *report.Scenario, values []string) {
	d.secrets.also(s, func(m *mask.Mask) *mask.Mask { return m.Values(values...) })
}

// Found returns the Secret values of the scenario that occur in the texts.
func (d *Dispatcher) Found(s *report.Scenario, texts ...string) []string {
	return d.secrets.of(s).Found(texts...)
}

// Masked returns the text without the values of Secrets that the scenario has seen.
func (d *Dispatcher) Masked(s *report.Scenario, text string) string {
	return d.secrets.of(s).Text(text)
}

// Change alters the model of a scenario and notifies the listeners under the same lock: a listener never sees a half-written
// scenario, nor the value of a Secret in it. s is nil for a change that alters no text of a scenario.
func (d *Dispatcher) Change(s *report.Scenario, alter func(), tell func(report.Listener)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	alter()
	d.secrets.rewrite(s)
	for _, l := range d.listeners {
		tell(l)
	}
}

// Note passes on a message that concerns no single scenario.
func (d *Dispatcher) Note(format string, args ...any) {
	text := d.secrets.ofAll().Text(fmt.Sprintf(format, args...))
	d.Change(nil, func() {}, func(l report.Listener) { l.Note(text) })
}

// RunStarted notifies the listeners that the run has started.
func (d *Dispatcher) RunStarted(r *report.Run) {
	d.Change(nil, func() {}, func(l report.Listener) { l.RunStarted(r) })
}

// RunFinished notifies the listeners that the run has ended, and joins their errors.
func (d *Dispatcher) RunFinished(r *report.Run) error {
	var errs []error
	d.Change(nil, func() { d.secrets.rewriteRun(r) }, func(l report.Listener) { errs = append(errs, l.RunFinished(r)) })
	return errors.Join(errs...)
}

// Warned returns a function that adds a warning to the running step, or to the clean-up if no step runs.
func (d *Dispatcher) Warned(s *report.Scenario, running *atomic.Pointer[report.Step]) func(string) {
	return func(text string) {
		d.Change(s, func() { s.Warn(running.Load(), text) }, func(report.Listener) {})
	}
}

// Noted returns a function that adds a note to the running step.
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

// Sees passes on the state that a waiting step observes. It is called by the watches, which must not wait for a slow listener,
// so it takes no lock.
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
