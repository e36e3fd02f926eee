package report

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/status"
)

// Status is how a step or a scenario ended, in Cucumber's terms. It is empty until
// then.
type Status = status.Status

// The statuses. A scenario has the worst of its steps; one that was never started
// stays without a status, or is Skipped.
const (
	Passed    = status.Passed
	Failed    = status.Failed
	Skipped   = status.Skipped
	Pending   = status.Pending
	Undefined = status.Undefined
	Ambiguous = status.Ambiguous

	// Interrupted is the status of a scenario that was ended during a step, and of that step. Cucumber has no term for it.
	Interrupted = status.Interrupted
)

// Run is one run of gherkind.
type Run struct {
	ID             string
	Started, Ended time.Time
	Tool           string // "gherkind v1.2.3"
	Cluster        Cluster
	Features       []Feature    // the files that the scenarios are from
	Definitions    []Definition // the steps that scenarios may use
	Scenarios      []*Scenario  // all selected ones, in the order of the features
	Err            string       // errors apart from the scenarios, mostly of the clean-up
	Advice         []Advice     // waits close to their limits; known at the end
	FlakyFails     bool         // a flaky scenario fails the run
	Stopped        string       // why no more scenarios were started (FailFast); known at the end
	Shard          *Shard       // the part of the scenarios that this run has; nil for all
	CPU            float64      // utilisation of this machine's CPU, from 0 to 1; known at the end, 0 if unknown
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
	HowText    say.Text          `json:"-"` // How as a translatable text
}

// Means returns How as a translatable text.
func (c Cluster) Means() say.Text { return say.Told(c.How, c.HowText) }

// Scenario is one scenario, or one row of an outline.
type Scenario struct {
	ID, Feature, Rule, Name string
	URI                     string // the feature file, as given by the user
	Line                    int    // of the scenario, or of the outline's row; 1-based
	Tags                    []string
	Steps                   []*Step
	Status                  Status
	Started, Ended          time.Time
	Waited                  time.Duration     // in the queue, before Started
	Paused                  time.Duration     // at a failure (--pause-on-failure)
	Namespaces              map[string]string // alias → real name
	Kept                    bool              // its namespaces were left in the cluster
	Kubectl                 []string          // the first words of a kubectl command for its cluster; set if it failed
	Bundle                  string            // folder with the recording, if it failed
	Failure                 *explain.Failure
	Cleanup                 []string    // what could not be undone
	Warnings                []Warning   // of its steps and its clean-up, in order
	Lanes                   []Lane      // the history of its pods
	LanesOmitted            int         // number of omitted lanes
	Err                     string      // the host or the cluster failed, not the behaviour under test; or why it was skipped
	Earlier                 []*Scenario // attempts that failed before this one; their own Earlier is empty

	// Repetition is the number of this repetition of the scenario, from 1 to Repetitions; 0 if it runs once. It is part of
	// Name.
	Repetition, Repetitions int
}

// Step is one step of a scenario.
type Step struct {
	Keyword, Text string // Keyword without the space after it
	Line          int
	Status        Status
	Started       time.Time
	Duration      time.Duration
	Failure       *explain.Failure
	Err           string // why it failed, if there is no Failure
	Note          string // details, also if it passed: how often it ran a command, and what that wrote
	Argument      string // doc string or table as written
	Definition    string // name of the definition it matches
	// Needed and Allowed are those of the step's wait that came closest to its limit; zero without waits.
	Needed, Allowed time.Duration
	Values          []Value
}

// Value is the text of a step at a placeholder of its definition.
type Value struct {
	Type  string // of the placeholder: "duration"
	Text  string // as written
	Start int    // byte offset in the text of the step
}

// Place returns the position of the scenario in the form that `gherkind run` accepts:
// `features/pods/memory.feature:14`.
func (s *Scenario) Place() string { return fmt.Sprintf("%s:%d", s.URI, s.Line) }

// Repeated returns the end of Name if the scenario runs several times.
func (s *Scenario) Repeated() string {
	if s.Repetitions == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d of %d)", s.Repetition, s.Repetitions)
}

// Duration returns the time from the start of the scenario to its end, without pauses; zero while it is running.
func (s *Scenario) Duration() time.Duration {
	if s.Started.IsZero() || s.Ended.Before(s.Started) {
		return 0
	}
	return max(0, s.Ended.Sub(s.Started)-s.Paused)
}

// FailedStep returns the first step that did not pass; nil if all passed or were skipped.
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

// Passed reports whether every scenario passed, except those that were skipped for a
// reason, and there were no other errors. A flaky scenario has passed unless FlakyFails.
func (r *Run) Passed() bool {
	for _, s := range r.Scenarios {
		switch o := s.Outcome(); {
		case o == OutcomeSkipped, o == OutcomePassed, o == OutcomeFlaky && !r.FlakyFails:
		default:
			return false
		}
	}
	return r.Err == ""
}

// Infrastructure reports whether a run has not passed, but only because the host or the cluster was at fault, so that it says
// nothing about the behaviour.
func (r *Run) Infrastructure() bool {
	c := r.Counts()
	if c[OutcomeFailed] > 0 || r.FlakyFails && c[OutcomeFlaky] > 0 {
		return false
	}
	return !r.Passed() && (r.Err != "" || c.Of(OutcomeInfrastructure, OutcomeInterrupted) > 0)
}

// Longest returns the scenario that took longest; nil if none ran. Even with unlimited
// parallelism, a run cannot be shorter than this scenario.
func (r *Run) Longest() *Scenario {
	var longest *Scenario
	for _, s := range r.Scenarios {
		if s.Duration() > 0 && (longest == nil || s.Duration() > longest.Duration()) {
			longest = s
		}
	}
	return longest
}
