package report

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// junit writes a JUnit XML file (the conventions of testmoapp/junitxml).
type junit struct {
	path string
	run  *Run
	done map[*Scenario]junitCase // finished ones; they do not change any more
	errs error
}

// NewJUnit makes the listener that writes the run to a JUnit XML file: a testsuite
// for each feature, a testcase for each scenario. The message of a failure is its
// reason in one line, its type the reason's code, its text the steps with their
// statuses and the whole explanation. What the host or the cluster spoilt is an error,
// not a failure.
//
// The file is written anew, in one move, when the run starts and after each
// scenario: it is complete XML at any time. Scenarios that were running when it was
// written are errors, those not started are skipped with the message "not run". So
// the file of a run that was killed tells what it did not get to, and a file
// from an earlier run cannot be taken for this one's.
//
// RunFinished returns what went wrong in writing, at any time of the run.
func NewJUnit(path string) Listener {
	return &junit{path: path, done: map[*Scenario]junitCase{}}
}

func (j *junit) RunStarted(r *Run) {
	j.run = r
	j.write()
}

func (j *junit) ScenarioStarted(*Scenario)     {}
func (j *junit) StepStarted(*Scenario, *Step)  {}
func (j *junit) StepFinished(*Scenario, *Step) {}
func (j *junit) Note(string)                   {}

func (j *junit) ScenarioFinished(s *Scenario) {
	j.done[s] = caseOf(s)
	j.write()
}

func (j *junit) RunFinished(r *Run) error {
	j.run = r
	for _, s := range r.Scenarios {
		if s.Status != "" {
			j.done[s] = caseOf(s)
		}
	}
	j.write()
	return j.errs
}

func (j *junit) write() {
	if j.run == nil {
		return // nobody said what runs
	}
	if err := writeWhole(j.path, j.document()); err != nil && j.errs == nil {
		j.errs = fmt.Errorf("write JUnit report: %w", err)
	}
}

func (j *junit) document() []byte {
	out, err := xml.MarshalIndent(suitesOf(j.run, j.caseFor), "", "  ")
	if err != nil {
		j.errs = errors.Join(j.errs, fmt.Errorf("write JUnit report: %w", err))
	}
	return append([]byte(xml.Header), append(out, '\n')...)
}

// caseFor is the finished test case, or what stands in for one that is not.
func (j *junit) caseFor(s *Scenario) junitCase {
	if c, ok := j.done[s]; ok {
		return c
	}
	c := caseHead(s)
	if s.Started.IsZero() {
		c.Skipped = &junitSkipped{Message: "not run"}
		return c
	}
	c.Error = &junitProblem{Type: "INTERRUPTED", Message: "was running when this file was written: the run was stopped, or still goes on"}
	return c
}

// writeWhole puts data in place of the file in one move, so that a reader sees the
// old or the new file and never a part of one.
func writeWhole(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", path, err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("make a file beside %s: %w", path, err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("replace %s: %w", path, err), os.Remove(f.Name()))
	}
	return nil
}

// stamp is a time as JUnit has it: ISO 8601, here in UTC.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
