package report

import "fmt"

// file is the Listener behind every report that is a file. It writes the file anew,
// in one move, when the run starts and after each scenario: the file is complete
// in its format at any time. So the file of a run that was killed tells what it
// did not get to, and a file from an earlier run cannot be taken for this one's.
//
// A format says what it has of one scenario (part), and how the parts become a
// file (whole). The part of a scenario that has ended is asked for once.
type file[T any] struct {
	format string // for errors: "JUnit"
	path   string
	part   func(entry) T
	whole  func(snapshot[T]) ([]byte, error)
	save   func(data []byte, finished bool) error // nil: put data in place of the file

	run  *Run
	done map[*Scenario]T // of those that have ended; they do not change any more
	err  error           // the first that went wrong
}

// snapshot is all of a run at one moment, for a file.
type snapshot[T any] struct {
	run      *Run
	entries  []entry // all scenarios of the run, in its order
	parts    []T     // one for each entry
	finished bool
}

func (f *file[T]) RunStarted(r *Run) {
	f.run = r
	f.write(false)
}

func (*file[T]) ScenarioStarted(*Scenario)     {}
func (*file[T]) StepStarted(*Scenario, *Step)  {}
func (*file[T]) StepFinished(*Scenario, *Step) {}
func (*file[T]) Note(string)                   {}

func (f *file[T]) ScenarioFinished(s *Scenario) {
	f.end(s)
	f.write(false)
}

// ScenarioRetried writes what failed for now.
func (f *file[T]) ScenarioRetried(*Scenario, *Scenario) { f.write(false) }

// RunFinished returns what went wrong in writing, at any time of the run.
func (f *file[T]) RunFinished(r *Run) error {
	f.run = r
	for _, s := range r.Scenarios {
		if s.Status != "" {
			f.end(s)
		}
	}
	f.write(true)
	return f.err
}

func (f *file[T]) end(s *Scenario) {
	if f.done == nil {
		f.done = map[*Scenario]T{}
	}
	f.done[s] = f.part(entry{s, ended})
}

func (f *file[T]) write(finished bool) {
	if f.run == nil {
		return // nobody said what runs
	}
	data, err := f.whole(f.snapshot(finished))
	switch {
	case err != nil:
	case f.save != nil:
		err = f.save(data, finished)
	default:
		err = put(f.path, data, finished)
	}
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("write %s report: %w", f.format, err)
	}
}

func (f *file[T]) snapshot(finished bool) snapshot[T] {
	now := snapshot[T]{run: f.run, finished: finished}
	for _, s := range f.run.Scenarios {
		e := entry{s, ended}
		part, ok := f.done[s]
		if !ok {
			e.stage = running
			if s.Started.IsZero() && len(s.Earlier) == 0 {
				e.stage = waiting
			}
			part = f.part(e)
		}
		now.entries, now.parts = append(now.entries, e), append(now.parts, part)
	}
	return now
}
