package report

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
