package show

import (
	"fmt"

	"github.com/gherkind/gherkind/scenarios/report"
)

// File is the Listener behind every report that is a file. It replaces the file atomically when the run starts and after each
// scenario, so that the file is always complete in its format. The file of a killed run therefore shows what the run did not
// reach, and the file of an earlier run cannot be mistaken for the current one's. Once more than hundred scenarios have ended, the
// file is replaced after each further percent of them: each time costs as much as all scenarios do, and the sum must not grow with
// their square.
//
// A format implements Part, for one scenario, and Whole, which joins the parts to a file. Part is called once for each scenario
// that has ended.
type File[T any] struct {
	Format string // for errors: "JUnit"
	Path   string
	Part   func(Entry) T
	Whole  func(Snapshot[T]) ([]byte, error)
	Save   func(data []byte, finished bool) error // if nil, data replaces the file

	Run   *report.Run
	done  map[*report.Scenario]T // parts of ended scenarios, which do not change any more
	newer int                    // how many scenarios and attempts have ended since the file was written
	Err   error                  // the first error
}

// Snapshot is the state of a run when the file is written.
type Snapshot[T any] struct {
	Run      *report.Run
	Entries  []Entry // all scenarios of the run, in its order
	Parts    []T     // one for each entry
	Finished bool
}

// RunStarted implements report.Listener.
func (f *File[T]) RunStarted(r *report.Run) {
	f.Run = r
	f.write(false)
}

// ScenarioStarted implements report.Listener.
func (*File[T]) ScenarioStarted(*report.Scenario) {}

// StepStarted implements report.Listener.
func (*File[T]) StepStarted(*report.Scenario, *report.Step) {}

// StepFinished implements report.Listener.
func (*File[T]) StepFinished(*report.Scenario, *report.Step) {}

// Note implements report.Listener.
func (*File[T]) Note(string) {}

// ScenarioFinished implements report.Listener.
func (f *File[T]) ScenarioFinished(s *report.Scenario) {
	f.end(s)
	f.ended()
}

// ScenarioRetried writes the failed attempt.
func (f *File[T]) ScenarioRetried(*report.Scenario, *report.Scenario) { f.ended() }

// ended writes the file if it lacks a percent of what has ended.
func (f *File[T]) ended() {
	f.newer++
	if f.newer >= len(f.done)/100 {
		f.write(false)
	}
}

// RunFinished returns the first error in writing during the run.
func (f *File[T]) RunFinished(r *report.Run) error {
	f.Run = r
	for _, s := range r.Scenarios {
		if s.Status != "" {
			f.end(s)
		}
	}
	f.write(true)
	return f.Err
}

func (f *File[T]) end(s *report.Scenario) {
	if f.done == nil {
		f.done = map[*report.Scenario]T{}
	}
	f.done[s] = f.Part(Entry{s, Ended})
}

func (f *File[T]) write(finished bool) {
	if f.Run == nil {
		return // RunStarted was not called
	}
	f.newer = 0
	data, err := f.Whole(f.snapshot(finished))
	switch {
	case err != nil:
	case f.Save != nil:
		err = f.Save(data, finished)
	default:
		err = Put(f.Path, data, finished)
	}
	if err != nil && f.Err == nil {
		f.Err = fmt.Errorf("write %s report: %w", f.Format, err)
	}
}

func (f *File[T]) snapshot(finished bool) Snapshot[T] {
	now := Snapshot[T]{Run: f.Run, Finished: finished}
	for _, s := range f.Run.Scenarios {
		e := Entry{s, Ended}
		part, ok := f.done[s]
		if !ok {
			e.Stage = Running
			if s.Started.IsZero() && len(s.Earlier) == 0 {
				e.Stage = Waiting
			}
			part = f.Part(e)
		}
		now.Entries, now.Parts = append(now.Entries, e), append(now.Parts, part)
	}
	return now
}
