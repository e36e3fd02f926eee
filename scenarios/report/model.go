package report

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/status"
)

// Status is how a step or a scenario ended, in Cucumber's words. It is empty while
// it has not ended.
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

	// Interrupted is of a scenario that was ended in the course of a step, and of that step. Cucumber has no word for it.
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
	Scenarios      []*Scenario  // all that were chosen, in the order of the features
	Err            string       // what went wrong besides the scenarios: cleaning up, mostly
	Advice         []Advice     // waits close to their limits; known at the end
	FlakyFails     bool         // a scenario that is flaky fails the run
	Stopped        string       // why scenarios were not started any more, when that was asked for; known at the end
	Shard          *Shard       // which part of them this run has; nil when it has all
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
	HowText    say.Text          `json:"-"` // How, to be told in any language
}

// Means is how the cluster was come by, to be told in any language.
func (c Cluster) Means() say.Text { return say.Told(c.How, c.HowText) }

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

	// Repetition is which of several runs of the same scenario this is, from 1, of Repetitions; 0 when it is run once. Name
	// says so, too.
	Repetition, Repetitions int
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

// Repeated is what Name ends with when the scenario is run several times.
func (s *Scenario) Repeated() string {
	if s.Repetitions == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d of %d)", s.Repetition, s.Repetitions)
}

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

// Passed reports whether every scenario passed, but for those that were left out for a
// reason, and that nothing else went wrong. A flaky one has passed unless FlakyFails.
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

// Infrastructure reports whether a run has not passed, and in which no behaviour failed: the host or the cluster was at fault in
// all that went wrong, so that the run says nothing about what was to be proven.
func (r *Run) Infrastructure() bool {
	c := r.Counts()
	if c[OutcomeFailed] > 0 || r.FlakyFails && c[OutcomeFlaky] > 0 {
		return false
	}
	return !r.Passed() && (r.Err != "" || c.Of(OutcomeInfrastructure, OutcomeInterrupted) > 0)
}

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
