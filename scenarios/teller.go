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
}

func newTeller(listeners []report.Listener) *teller { return &teller{listeners: listeners} }

// change alters the model and tells of it under the same lock: a listener
// never sees a half-written scenario.
func (t *teller) change(alter func(), tell func(report.Listener)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	alter()
	for _, l := range t.listeners {
		tell(l)
	}
}

func (t *teller) note(format string, args ...any) {
	t.change(func() {}, func(l report.Listener) { l.Note(fmt.Sprintf(format, args...)) })
}

func (t *teller) runStarted(r *report.Run) {
	t.change(func() {}, func(l report.Listener) { l.RunStarted(r) })
}

func (t *teller) runFinished(r *report.Run) error {
	var errs []error
	t.change(func() {}, func(l report.Listener) { errs = append(errs, l.RunFinished(r)) })
	return errors.Join(errs...)
}

// warned adds a warning to the running step; to the clean-up when none runs.
func (t *teller) warned(s *report.Scenario, running *atomic.Pointer[report.Step]) func(string) {
	return func(text string) {
		t.change(func() { s.Warn(running.Load(), text) }, func(report.Listener) {})
	}
}

// noted adds what the running step says of itself.
func (t *teller) noted(running *atomic.Pointer[report.Step]) func(string) {
	return func(text string) {
		step := running.Load()
		if step == nil {
			return
		}
		t.change(func() {
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
	for _, l := range t.listeners {
		if w, ok := l.(report.Watcher); ok {
			w.StepSees(s, step, saw)
		}
	}
}
