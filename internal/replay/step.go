package replay

import (
	"context"
	"errors"
	"fmt"

	"github.com/cucumber/godog"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/scenarios/report"
)

func (r *replay) hooks() gherkin.Hooks {
	return gherkin.Hooks{
		State: func(context.Context) (any, error) { return r.world, nil },
		StepStarted: func(i int, step gherkin.Step) {
			r.at = i
			r.running.Store(r.model.Steps[i])
			if past := r.past(i); past != nil && past.Ran() && r.original {
				r.tape.PlayTo(past.Started)
			}
			r.tell.Change(r.model, func() { r.model.Steps[i].Started = r.tape.Now() }, func(l report.Listener) { l.StepStarted(r.model, r.model.Steps[i]) })
			r.plan.Warn(r.world, r.plan.Pickles[0], step)
		},
		Wrap:       r.step,
		StepsEnded: r.world.Conclude,
		StepFinished: func(i int, _ gherkin.Step, result gherkin.StepResult) {
			r.tell.Change(r.model, func() { r.finished(r.model.Steps[i], i, result) }, func(l report.Listener) { l.StepFinished(r.model, r.model.Steps[i]) })
		},
	}
}

func (r *replay) finished(s *report.Step, i int, result gherkin.StepResult) {
	if !s.Started.IsZero() {
		result.Duration = r.tape.Now().Sub(s.Started)
	}
	engine.Fill(s, result)
	if lacks, undecided := r.failures[i]; undecided {
		s.Err = "undecided: " + lacks
		s.Failure = &explain.Failure{Step: s.Text, Want: s.Text, Saw: s.Err, Hint: "only a cluster can tell: run the scenario"}
	}
}

// step takes an action's outcome from the recording, and judges any other step again.
func (r *replay) step(ctx context.Context, judge func(context.Context) error) error {
	past, acts := r.past(r.at), r.acts(r.at)
	r.original = r.original && past != nil
	r.begin(acts)
	if acts {
		return r.action()
	}
	r.world.Secrets()
	err := r.world.During(ctx, r.at, r.model.Steps[r.at].Keyword+" "+r.model.Steps[r.at].Text, judge)
	if r.world.Secrets() && !r.blind(r.at) {
		_ = r.tape.Lack("the values of secrets are not recorded") // the tape keeps it
	}
	lacks := r.tape.Lacks()
	switch {
	case lacks == nil:
		return err
	case r.original && past.Ran():
		if r.lacked != nil {
			r.lacked(r.model.Steps[r.at], lacks.Lacks)
		}
		return r.asRecorded(past)
	}
	return r.undecided(until(lacks, err))
}

// until says what the recording lacks, and what was seen before.
func until(lacks *observe.NotRecorded, err error) string {
	var missed *observe.Missed
	var failed *probe.Failed
	switch {
	case errors.As(err, &failed) && errors.Is(failed.Last, lacks):
		return failed.Last.Error()
	case errors.As(err, &failed):
		return fmt.Sprintf("%s; until then: %s", lacks, failed.Last)
	case errors.As(err, &missed) && missed.Saw != "":
		return fmt.Sprintf("%s; until then: %s", lacks, missed.Saw)
	}
	return lacks.Lacks
}

// begin lets the step observe the recording up to the next action, whose effects must not count for the step.
func (r *replay) begin(acts bool) {
	r.tape.Begin(r.bundle.Scenario.Ended, "")
	if next := r.nextAction(); !acts && next != nil && next.Ran() {
		r.tape.Begin(next.Started, next.Text)
	}
}

func (r *replay) undecided(lacks string) error {
	r.failures[r.at] = lacks
	return godog.ErrPending
}

// action takes the next recorded action, which must be this one.
func (r *replay) action() error {
	next := r.nextAction()
	step := r.plan.Pickles[0].Steps[r.at]
	switch {
	case next == nil || !next.Ran():
		return r.undecided(fmt.Sprintf("%q acts on the cluster, and was not done while this was recorded: it cannot be replayed", step.Text))
	case next.Text != step.Text || next.Argument != step.Argument.String():
		return r.undecided(fmt.Sprintf("%q acts on the cluster, and is not what was done while this was recorded, %q: it cannot be replayed", step.Text, next.Text))
	}
	r.acted++
	return r.asRecorded(next)
}

// asRecorded takes the outcome of a step from the recording.
func (r *replay) asRecorded(past *bundle.Step) error {
	r.tape.PlayTo(past.Ended)
	r.world.Restore(past.Names)
	switch {
	case past.Status == string(report.Passed):
		return nil
	case past.Failure != nil:
		failure := *past.Failure
		return &failure
	case past.Err != "":
		return errors.New(past.Err)
	case past.Status == string(report.Interrupted):
		return errors.New(r.bundle.Scenario.Fault)
	}
	return r.undecided("it had not finished when the recording ended")
}

// past returns the recorded step at an index, or nil if this step is a different one.
func (r *replay) past(i int) *bundle.Step {
	if i >= len(r.bundle.Steps) {
		return nil
	}
	past, step := &r.bundle.Steps[i], r.plan.Pickles[0].Steps[i]
	if past.Text != step.Text || past.Argument != step.Argument.String() {
		return nil
	}
	return past
}

func (r *replay) acts(i int) bool {
	match, err := r.plan.Pickles[0].Steps[i].Match()
	return err == nil && match.Def.Acts
}

// blind reports whether a step needs no values of objects.
func (r *replay) blind(i int) bool {
	match, err := r.plan.Pickles[0].Steps[i].Match()
	return err == nil && match.Def.Blind
}

// nextAction returns the next recorded action.
func (r *replay) nextAction() *bundle.Step {
	n := 0
	for i := range r.bundle.Steps {
		if s := &r.bundle.Steps[i]; s.Acts {
			if n == r.acted {
				return s
			}
			n++
		}
	}
	return nil
}
