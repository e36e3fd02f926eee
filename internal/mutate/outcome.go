package mutate

import (
	"context"
	"time"
)

// Ending is how a trial ended.
type Ending string

// The endings.
const (
	Passed         Ending = "passed"
	Failed         Ending = "failed"
	Infrastructure Ending = "infrastructure" // the host or the cluster was at fault: nothing is known
	NotRun         Ending = "not run"        // it was interrupted, or not started
	Refused        Ending = "refused"        // the API server refused an object that the scenario applies
	Same           Ending = "same"           // the API server creates the same objects from the changed manifest
	Unsound        Ending = "unsound"        // gherkind itself rejects the scenario before it runs
	Unfit          Ending = "unfit"          // it cannot run on this cluster
)

// Outcome is the result of one run of a scenario.
type Outcome struct {
	Ending Ending        `json:"ending"`
	Step   int           `json:"step"`             // the number of the failed step
	Text   string        `json:"text,omitempty"`   // its text, with the keyword
	Code   string        `json:"code,omitempty"`   // of the cause that was found
	Saw    string        `json:"saw,omitempty"`    // instead of the expected state
	Why    string        `json:"why,omitempty"`    // what was at fault, was refused or is missing
	RanOut bool          `json:"ranOut,omitempty"` // a wait timed out, and more time might have helped
	Within time.Duration `json:"within,omitempty"` // the limit of that wait
	Took   time.Duration `json:"took"`
	Waits  []Wait        `json:"waits,omitempty"` // of each step
}

// Wait is how long the wait of a step took, and its limit; zero for a step without one.
type Wait struct {
	Needed  time.Duration `json:"needed,omitempty"`
	Allowed time.Duration `json:"allowed,omitempty"`
}

// Trial is a run of a scenario with one changed manifest.
type Trial struct {
	Case   *Case
	Mutant *Mutant // nil: the original
	// Patience limits waits to a multiple of their duration in the unmodified run, and to a minimum; zero keeps the scenario's
	// limits.
	Patience Patience
}

// Bound returns the limit for a wait of a step, by its number in the original scenario, that would be limited to within. A step
// that depends on the mutant always gets the long limit, so that its failure is conclusive at once.
func (t Trial) Bound(step int, within time.Duration) time.Duration {
	if t.Patience.Times == 0 || step < 0 || step >= len(t.Case.Base.Waits) {
		return within
	}
	p := t.Patience
	if step < len(t.Case.Pickle.Steps) && t.Mutant != nil && t.Mutant.affects(step, t.Case.Pickle.Steps[step].Text) {
		p = long
	}
	return p.bound(t.Case.Base.Waits[step], within)
}

// Patience limits the waits of a trial.
type Patience struct {
	Times int
	Least time.Duration
}

// bound returns the limit for a wait that the scenario limits to within, given the wait of the unmodified run.
func (p Patience) bound(base Wait, within time.Duration) time.Duration {
	if p.Times == 0 || base.Allowed == 0 {
		return within
	}
	return min(within, p.allowed(base, within))
}

// allowed is bound without the scenario's own limit.
func (p Patience) allowed(base Wait, within time.Duration) time.Duration {
	needed := time.Duration(float64(within) * float64(base.Needed) / float64(base.Allowed))
	return max(p.Least, time.Duration(p.Times)*needed)
}

// enough reports whether a wait that timed out after this time would not have been met with more.
func (p Patience) enough(base Wait, within time.Duration) bool {
	return base.Allowed > 0 && within >= p.allowed(base, within)
}

// Answer is what the API server says about a mutant's manifest.
type Answer struct {
	Refused string // why it would be refused; "" if it would be accepted
	Same    bool   // whether the same objects would be created as from the original manifest
}

// Bench runs scenarios. It is safe for concurrent use.
type Bench interface {
	// Try runs a scenario up to its first failed step.
	Try(ctx context.Context, t Trial) Outcome
	// Ask asks the API server about the mutant's manifest, as far as possible.
	Ask(ctx context.Context, m *Mutant) (Answer, error)
	// Locks returns what no other trial may hold while the scenario runs.
	Locks(ctx context.Context, c *Case) ([]string, error)
	// Cluster identifies the cluster: scenarios may have other results on another one.
	Cluster() string
}
