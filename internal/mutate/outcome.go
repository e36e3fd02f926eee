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
	NotRun         Ending = "not run"        // it was interrupted, or not begun
	Refused        Ending = "refused"        // the API server did not take an object that the scenario applies
	Same           Ending = "same"           // the API server makes the same objects of the changed manifest
	Unsound        Ending = "unsound"        // gherkind itself refuses the scenario before it runs
	Unfit          Ending = "unfit"          // it cannot run on this cluster
)

// Outcome is what one run of a scenario has shown.
type Outcome struct {
	Ending Ending        `json:"ending"`
	Step   int           `json:"step"`             // the number of the failed step
	Text   string        `json:"text,omitempty"`   // its text, with the keyword
	Code   string        `json:"code,omitempty"`   // of the cause that was found
	Saw    string        `json:"saw,omitempty"`    // in place of what was wanted
	Why    string        `json:"why,omitempty"`    // of what was at fault, refused or left out
	RanOut bool          `json:"ranOut,omitempty"` // a wait was over, and more time might have helped
	Within time.Duration `json:"within,omitempty"` // what that wait was allowed
	Took   time.Duration `json:"took"`
	Waits  []Wait        `json:"waits,omitempty"` // of each step
}

// Wait is what a step's wait needed, of what it was allowed; zero of a step without one.
type Wait struct {
	Needed  time.Duration `json:"needed,omitempty"`
	Allowed time.Duration `json:"allowed,omitempty"`
}

// Trial is a scenario to be run, with one manifest changed.
type Trial struct {
	Case   *Case
	Mutant *Mutant // nil: as it is written
	// Patience is how many times as long as in the unbroken run a wait may take, and at least how long; zero leaves it to
	// the scenario.
	Patience Patience
}

// Bound is how long a wait of a step, by its number as it is written, may take that would be allowed as long as this. A step
// that depends on the mutant is always given long: that it fails is to be believed at once.
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

// Patience bounds the waits of a trial.
type Patience struct {
	Times int
	Least time.Duration
}

// bound is how long a wait may take that is allowed as long as this, of a step that had needed this.
func (p Patience) bound(base Wait, within time.Duration) time.Duration {
	if p.Times == 0 || base.Allowed == 0 {
		return within
	}
	return min(within, p.allowed(base, within))
}

// allowed is the bound, but for what the scenario allows.
func (p Patience) allowed(base Wait, within time.Duration) time.Duration {
	needed := time.Duration(float64(within) * float64(base.Needed) / float64(base.Allowed))
	return max(p.Least, time.Duration(p.Times)*needed)
}

// enough reports whether a wait was over after this time that more of it would not have helped.
func (p Patience) enough(base Wait, within time.Duration) bool {
	return base.Allowed > 0 && within >= p.allowed(base, within)
}

// Answer is what the API server says of a mutant's manifest.
type Answer struct {
	Refused string // why it would not take it; "" when it would
	Same    bool   // it makes the same objects of it as of the manifest as it is written
}

// Bench is where scenarios are run. It is safe for concurrent use.
type Bench interface {
	// Try runs a scenario until its first failed step.
	Try(ctx context.Context, t Trial) Outcome
	// Ask asks the API server about the mutant's manifest, as far as it can be asked.
	Ask(ctx context.Context, m *Mutant) (Answer, error)
	// Locks are what no other trial may hold while the scenario runs.
	Locks(ctx context.Context, c *Case) ([]string, error)
	// Cluster stands for the cluster: on another one, scenarios may end otherwise.
	Cluster() string
}
