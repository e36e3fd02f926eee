package report

import "errors"

// Listener is told what happens in a run. The calls come one at a time, and what
// the pointers point to changes only between calls: a listener that looks at it
// later, from a goroutine of its own, copies what it needs.
type Listener interface {
	RunStarted(*Run)
	ScenarioStarted(*Scenario)
	StepStarted(*Scenario, *Step)
	StepFinished(*Scenario, *Step)
	ScenarioFinished(*Scenario)
	Note(string)            // something worth knowing that belongs to no scenario
	RunFinished(*Run) error // everything is written; the error joins all that went wrong in writing
}

// Watcher is a Listener that also shows what a waiting step sees at present. In
// contrast to the calls of Listener, StepSees may come at any time, from any goroutine, and
// must wait for nothing: no watch goes on until it returns.
type Watcher interface {
	StepSees(s *Scenario, step *Step, saw string)
}

// Multi tells several listeners, in order. Its RunFinished tells all of them, whatever
// one answers, and joins the errors.
func Multi(listeners ...Listener) Listener { return multi(listeners) }

type multi []Listener

func (m multi) RunStarted(r *Run) {
	for _, l := range m {
		l.RunStarted(r)
	}
}

func (m multi) ScenarioStarted(s *Scenario) {
	for _, l := range m {
		l.ScenarioStarted(s)
	}
}

func (m multi) StepStarted(s *Scenario, step *Step) {
	for _, l := range m {
		l.StepStarted(s, step)
	}
}

func (m multi) StepSees(s *Scenario, step *Step, saw string) {
	for _, l := range m {
		if w, ok := l.(Watcher); ok {
			w.StepSees(s, step, saw)
		}
	}
}

func (m multi) ScenarioRetried(s, failed *Scenario) {
	for _, l := range m {
		Retried(l, s, failed)
	}
}

func (m multi) StepFinished(s *Scenario, step *Step) {
	for _, l := range m {
		l.StepFinished(s, step)
	}
}

func (m multi) ScenarioFinished(s *Scenario) {
	for _, l := range m {
		l.ScenarioFinished(s)
	}
}

func (m multi) Note(text string) {
	for _, l := range m {
		l.Note(text)
	}
}

func (m multi) RunFinished(r *Run) error {
	var errs []error
	for _, l := range m {
		errs = append(errs, l.RunFinished(r))
	}
	return errors.Join(errs...)
}
