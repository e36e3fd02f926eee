package report

// Listener is notified of what happens in a run. The calls are made one at a time,
// and the data that the pointers refer to changes only between calls: a listener that
// reads it later, in another goroutine, must copy what it needs.
type Listener interface {
	RunStarted(*Run)
	ScenarioStarted(*Scenario)
	StepStarted(*Scenario, *Step)
	StepFinished(*Scenario, *Step)
	ScenarioFinished(*Scenario)
	Note(string)            // information that belongs to no scenario
	RunFinished(*Run) error // returns when everything is written; the error joins all errors of writing
}

// Watcher is a Listener that also shows what a waiting step currently sees. Unlike the
// methods of Listener, StepSees may be called at any time, from any goroutine, and must not
// block, because watches do not continue until it returns.
type Watcher interface {
	StepSees(s *Scenario, step *Step, saw string)
}
