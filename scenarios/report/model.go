package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
)

// Status is how a step or a scenario ended, in Cucumber's words. It is empty while
// it has not ended.
type Status string

// The statuses. A scenario has the worst of its steps; one that was never started
// stays without a status, or is Skipped.
const (
	Passed    Status = "passed"
	Failed    Status = "failed"
	Skipped   Status = "skipped"
	Pending   Status = "pending"
	Undefined Status = "undefined"
	Ambiguous Status = "ambiguous"

	// Interrupted is of a scenario that was ended in the course of a step, and of that step. Cucumber has no word for it.
	Interrupted Status = "interrupted"
)

// Run is one run of gherkind.
type Run struct {
	ID             string
	Started, Ended time.Time
	Tool           string // "gherkind v1.2.3"
	Cluster        Cluster
	Features       []Feature    // the files that the scenarios are from
	Definitions    []Definition // the steps that scenarios may use
	Scenarios      []*Scenario  // all that were chosen, in the order of the features
	Err            string       // what went wrong besides the scenarios: cleaning up, mostly
	Advice         []Advice     // waits close to their limits; known at the end
	FlakyFails     bool         // a scenario that is flaky fails the run
	CPU            float64      // how busy this machine's was, from 0 to 1; known at the end, 0 if not
}

// Feature is a feature file as it was read.
type Feature struct{ URI, Text string }

// Definition is an entry of the step catalogue.
type Definition struct {
	Name    string // stable: "pod-has-status"
	Pattern string // "pod {pod} is {status}"
}

// Cluster says where a run took place.
type Cluster struct {
	Name       string
	Kubernetes string            // "v1.37.2"
	Nodes      []string          // names
	Images     map[string]string // logical image name → the image that ran
	How        string            // "created in 31s", "reused", "connected"
}

// Scenario is one scenario, or one row of an outline.
type Scenario struct {
	ID, Feature, Rule, Name string
	URI                     string // the feature file, as the user wrote it
	Line                    int    // of the scenario, or of the outline's row; 1-based
	Tags                    []string
	Steps                   []*Step
	Status                  Status
	Started, Ended          time.Time
	Waited                  time.Duration     // for its turn, before Started
	Paused                  time.Duration     // for a person who looked at its failure
	Namespaces              map[string]string // alias → real name
	Kept                    bool              // its namespaces were left in the cluster
	Kubectl                 []string          // words that a command to its cluster begins with; set when it failed
	Bundle                  string            // folder with what was seen, when it failed
	Failure                 *explain.Failure
	Cleanup                 []string    // what could not be undone
	Warnings                []Warning   // of its steps and its clean-up, in the order in which they came
	Lanes                   []Lane      // what became of its pods
	LanesOmitted            int         // lanes that were left out
	Err                     string      // the host or the cluster failed, not the behaviour under test; or why it was skipped
	Earlier                 []*Scenario // attempts that failed before this one; their own Earlier is empty
}

// Step is one step of a scenario.
type Step struct {
	Keyword, Text string // Keyword without the space behind it
	Line          int
	Status        Status
	Started       time.Time
	Duration      time.Duration
	Failure       *explain.Failure
	Err           string // why it failed, when there is no Failure
	Note          string // what it says of itself, also when it passed: how often it ran a command, and what that said
	Argument      string // doc string or table as written
	Definition    string // name of the definition it matches
	// Needed and Allowed are of the step's wait that was met closest to its limit; zero without one.
	Needed, Allowed time.Duration
	Values          []Value
}

// Value is what a step has in place of a placeholder of its definition.
type Value struct {
	Type  string // of the placeholder: "duration"
	Text  string // as written
	Start int    // where it begins in the text of the step, in bytes
}

// Place is where the scenario stands, in the form that `gherkind run` takes:
// `features/pods/memory.feature:14`.
func (s *Scenario) Place() string { return fmt.Sprintf("%s:%d", s.URI, s.Line) }

// Duration is the time from the start of the scenario to its end without pauses, zero while it runs.
func (s *Scenario) Duration() time.Duration {
	if s.Started.IsZero() || s.Ended.Before(s.Started) {
		return 0
	}
	return max(0, s.Ended.Sub(s.Started)-s.Paused)
}

// FailedStep is the first step that did not pass, nil when all passed or were skipped.
func (s *Scenario) FailedStep() *Step {
	for _, st := range s.Steps {
		switch st.Status {
		case Failed, Pending, Undefined, Ambiguous, Interrupted:
			return st
		case Passed, Skipped:
		}
	}
	return nil
}

// Verdict is what a scenario counts as.
type Verdict int

// The verdicts. Anything that did not pass and was not left out is Bad; when the
// host or the cluster is at fault, or it was interrupted, it is Broken.
const (
	NotRun Verdict = iota
	Good
	Bad
	Broken
)

// String is the verdict in the word that reports for programs use.
func (v Verdict) String() string {
	return [...]string{NotRun: "notRun", Good: "passed", Bad: "failed", Broken: "broken"}[v]
}

// Verdict sums up Status and Err. The Err of a skipped scenario says why it was
// left out.
func (s *Scenario) Verdict() Verdict {
	switch {
	case s.Status == Skipped:
		return NotRun
	case s.Err != "" || s.Status == Interrupted:
		return Broken
	case s.Status == "":
		return NotRun
	case s.Status == Passed:
		return Good
	}
	return Bad
}

// Counts is how many scenarios of a run came to each verdict. Flaky ones are among the Good, interrupted ones among the Broken.
type Counts struct{ Total, Good, Bad, Broken, NotRun, Flaky, Interrupted int }

// Counts counts the scenarios by verdict.
func (r *Run) Counts() Counts {
	var c Counts
	for _, s := range r.Scenarios {
		c.Add(s.Verdict(), s)
	}
	return c
}

// String is the counts in words: "2 failed, 1 broken, 3 passed (1 flaky)".
func (c Counts) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{c.Bad, "failed"}, {c.Broken - c.Interrupted, "broken"}, {c.Interrupted, "interrupted"}, {c.Good, "passed"}, {c.NotRun, "not run"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
		if p.word == "passed" && c.Flaky > 0 {
			parts[len(parts)-1] += fmt.Sprintf(" (%d flaky)", c.Flaky)
		}
	}
	if len(parts) == 0 {
		return "no scenarios"
	}
	return strings.Join(parts, ", ")
}

// Add counts a scenario that has come to a verdict so far.
func (c *Counts) Add(v Verdict, s *Scenario) {
	c.Total++
	if v == Good && s.Cause() == Flaky {
		c.Flaky++
	}
	if v == Broken && s.Status == Interrupted {
		c.Interrupted++
	}
	switch v {
	case Good:
		c.Good++
	case Bad:
		c.Bad++
	case Broken:
		c.Broken++
	case NotRun:
		c.NotRun++
	}
}

// Passed tells that every scenario passed, but for those that were left out for a
// reason, and that nothing else went wrong. A flaky one has passed unless FlakyFails.
func (r *Run) Passed() bool {
	for _, s := range r.Scenarios {
		if s.Verdict() != Good && !s.LeftOut() || r.FlakyFails && s.Cause() == Flaky {
			return false
		}
	}
	return r.Err == ""
}

// Infrastructure tells of a run that has not passed, and in which no behaviour failed: the host or the cluster was at fault in
// all that went wrong, so that the run says nothing about what was to be proven.
func (r *Run) Infrastructure() bool {
	for _, s := range r.Scenarios {
		if s.Verdict() == Bad || r.FlakyFails && s.Cause() == Flaky {
			return false
		}
	}
	return !r.Passed() && (r.Err != "" || r.Counts().Broken > 0)
}

// LeftOut tells that the scenario was not to be run here, and Err why. One that
// an interrupt kept from running is not left out.
func (s *Scenario) LeftOut() bool { return s.Status == Skipped && s.Err != "" }

// Longest is the scenario that took longest, nil when none ran. With enough
// scenarios at a time, no run is shorter than this one.
func (r *Run) Longest() *Scenario {
	var longest *Scenario
	for _, s := range r.Scenarios {
		if s.Duration() > 0 && (longest == nil || s.Duration() > longest.Duration()) {
			longest = s
		}
	}
	return longest
}
