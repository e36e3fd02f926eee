package scenarios

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/gherkind/gherkind/scenarios/report"
)

// teller passes what happens on to the listeners, one call at a time, so that
// a listener needs no lock of its own for the model.
type teller struct {
	mu        sync.Mutex
	listeners []report.Listener
	hidden    hidden
}

func newTeller(listeners []report.Listener) *teller { return &teller{listeners: listeners} }

// change alters the model of a scenario and tells of it under the same lock: a listener
// never sees a half-written scenario, nor the value of a Secret in it. What alters no texts, or
// those of no scenario, names none.
func (t *teller) change(s *report.Scenario, alter func(), tell func(report.Listener)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	alter()
	t.hidden.rewrite(s)
	for _, l := range t.listeners {
		tell(l)
	}
}

func (t *teller) note(format string, args ...any) {
	text := t.hidden.ofAll().Text(fmt.Sprintf(format, args...))
	t.change(nil, func() {}, func(l report.Listener) { l.Note(text) })
}

func (t *teller) runStarted(r *report.Run) {
	t.change(nil, func() {}, func(l report.Listener) { l.RunStarted(r) })
}

func (t *teller) runFinished(r *report.Run) error {
	var errs []error
	t.change(nil, func() { t.hidden.rewriteRun(r) }, func(l report.Listener) { errs = append(errs, l.RunFinished(r)) })
	return errors.Join(errs...)
}

// warned adds a warning to the running step; to the clean-up when none runs.
func (t *teller) warned(s *report.Scenario, running *atomic.Pointer[report.Step]) func(string) {
	return func(text string) {
		t.change(s, func() { s.Warn(running.Load(), text) }, func(report.Listener) {})
	}
}

// noted adds what the running step says of itself.
func (t *teller) noted(s *report.Scenario, running *atomic.Pointer[report.Step]) func(string) {
	return func(text string) {
		step := running.Load()
		if step == nil {
			return
		}
		t.change(s, func() {
			if step.Note != "" {
				text = step.Note + "; " + text
			}
			step.Note = text
		}, func(report.Listener) {})
	}
}

// sees passes on what a waiting step sees. It comes from the watches, which
// must not wait for a listener's turn, so it takes no lock.
func (t *teller) sees(s *report.Scenario, step *report.Step, saw string) {
	if step == nil {
		return
	}
	saw = t.hidden.of(s).Text(saw)
	for _, l := range t.listeners {
		if w, ok := l.(report.Watcher); ok {
			w.StepSees(s, step, saw)
		}
	}
}
