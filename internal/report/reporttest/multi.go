package reporttest

import (
	"errors"

	"github.com/gherkind/gherkind/scenarios/report"
)

// Multi returns a listener that notifies several listeners, in order. Its RunFinished notifies all of them, even if one returns
// an error, and joins the errors.
func Multi(listeners ...report.Listener) report.Listener { return multi(listeners) }

type multi []report.Listener

func (m multi) RunStarted(r *report.Run) {
	for _, l := range m {
		l.RunStarted(r)
	}
}

func (m multi) ScenarioStarted(s *report.Scenario) {
	for _, l := range m {
		l.ScenarioStarted(s)
	}
}

func (m multi) StepStarted(s *report.Scenario, step *report.Step) {
	for _, l := range m {
		l.StepStarted(s, step)
	}
}

func (m multi) StepSees(s *report.Scenario, step *report.Step, saw string) {
	for _, l := range m {
		if w, ok := l.(report.Watcher); ok {
			w.StepSees(s, step, saw)
		}
	}
}

func (m multi) ScenarioRetried(s, failed *report.Scenario) {
	for _, l := range m {
		report.Retried(l, s, failed)
	}
}

func (m multi) StepFinished(s *report.Scenario, step *report.Step) {
	for _, l := range m {
		l.StepFinished(s, step)
	}
}

func (m multi) ScenarioFinished(s *report.Scenario) {
	for _, l := range m {
		l.ScenarioFinished(s)
	}
}

func (m multi) Note(text string) {
	for _, l := range m {
		l.Note(text)
	}
}

func (m multi) RunFinished(r *report.Run) error {
	var errs []error
	for _, l := range m {
		errs = append(errs, l.RunFinished(r))
	}
	return errors.Join(errs...)
}
