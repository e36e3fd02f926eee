package gherkin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/cucumber/godog"

	"github.com/gherkind/gherkind/internal/status"
	"github.com/gherkind/gherkind/steps/step"
)

// Execute runs one pickle whose definitions [Bind] has found. A step that does not pass is not an error of Execute: everything
// is in the [Result]. When ctx is cancelled the running step should end and no further one is started; Execute waits for it. It
// may be called concurrently.
func Execute(ctx context.Context, p *Pickle, h Hooks) Result {
	e := &execution{pickle: p, hooks: h, result: Result{Status: status.Passed, Started: time.Now()}}
	ctx, err := h.before(ctx)
	if err == nil && len(p.Steps) > 0 { // without steps godog calls nothing
		err = e.run(ctx)
	}
	e.finish(err)
	e.failLate(h.ended(ctx))
	if err := h.after(ctx, e.result.Err); err != nil {
		e.result.Cleanup, e.result.Status = err, status.Failed
	}
	e.result.Ended = time.Now()
	return e.result
}

// execution is one call of Execute. godog runs its steps one after the other on one goroutine, so that no lock is needed.
type execution struct {
	pickle *Pickle
	hooks  Hooks
	result Result

	met      bool      // godog has reached this pickle
	started  time.Time // of the running step; zero if it must not run
	returned bool      // the function of the running step has returned
	refused  error     // why the running step must not run
}

// run lets godog execute the steps, in a separate goroutine: a step that calls runtime.Goexit, as FailNow of testing.T does,
// would otherwise end the caller's.
func (e *execution) run(ctx context.Context) (err error) {
	ended := make(chan struct{})
	err = errGone
	go func() {
		defer close(ended)
		defer recovered("execute the scenario", &err)
		code := e.suite(ctx).Run()
		err = nil
		if !e.met {
			err = fmt.Errorf("godog did not run the scenario %s (exit code %d); this is a bug in gherkind", e.pickle.ID, code)
		}
	}()
	<-ended
	return err
}

// errGone is the error of a step that neither returned nor panicked.
var errGone = errors.New("the step ended its goroutine, as FailNow of testing.T does; a step must return an error instead")

// anyStep matches all steps: which one is running, and what it does, is known without godog.
var anyStep = regexp.MustCompile(``)

// suite contains only the file of the pickle and its scenario; for an outline, godog includes all rows.
func (e *execution) suite(ctx context.Context) godog.TestSuite {
	p, row := e.pickle, 0
	return godog.TestSuite{
		Name: p.ID,
		Options: &godog.Options{
			FS:     oneFile{name: p.URI, data: p.Feature.Source},
			Paths:  []string{fmt.Sprintf("%s:%d", p.URI, p.ScenarioLine)},
			Strict: true, Concurrency: 1, DefaultContext: ctx,
			Format: "progress", Output: io.Discard, NoColors: true,
		},
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			row++
			if row-1 != p.row() {
				skip(sc)
				return
			}
			sc.Before(e.meet)
			sc.StepContext().Before(e.beforeStep)
			sc.StepContext().After(e.afterStep)
			sc.Step(anyStep, e.call)
		},
	}
}

// row returns the index of the pickle among the rows of its scenario.
func (p *Pickle) row() int {
	n := 0
	for _, other := range p.Feature.all {
		if other.Id == p.Godog.Id {
			break
		}
		if other.AstNodeIds[0] == p.Godog.AstNodeIds[0] {
			n++
		}
	}
	return n
}

// skip makes godog skip another row of the outline. The hook prevents its first step from running, and the definition saves
// godog from looking for the others.
func skip(sc *godog.ScenarioContext) {
	sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) { return ctx, godog.ErrSkip })
	sc.Step(anyStep, func() error { return godog.ErrSkip })
}

// meet makes sure that only this pickle's row runs.
func (e *execution) meet(ctx context.Context, sc *godog.Scenario) (context.Context, error) {
	if sc.Id != e.pickle.Godog.Id {
		return ctx, godog.ErrSkip
	}
	e.met = true
	return ctx, nil
}

// failLate fails a step that had passed, because of something found out after the last one.
func (e *execution) failLate(step int, err error) {
	if err == nil || e.result.Err != nil || step >= len(e.result.Steps) {
		return
	}
	r := &e.result.Steps[step]
	r.Status, r.Err = status.Failed, err
	e.result.Status, e.result.Err = status.Failed, err
	if e.hooks.StepFinished != nil {
		e.hooks.StepFinished(step, e.pickle.Steps[step], *r)
	}
}

// finish reports the steps that godog did not reach, and computes the outcome.
func (e *execution) finish(err error) {
	e.result.Err = err
	switch {
	case errors.Is(err, step.ErrSkip): // BeforeScenario skips it
		e.result.Status = status.Skipped
	case err != nil:
		e.result.Status = status.Failed
	}
	if len(e.pickle.Steps) == 0 && err == nil {
		e.result.Err = fmt.Errorf("scenario %q has no steps", e.pickle.Name)
		e.result.Status = status.Undefined
	}
	for len(e.result.Steps) < len(e.pickle.Steps) {
		e.record(status.Skipped, nil)
	}
	for _, r := range e.result.Steps {
		e.result.Status = status.Worse(e.result.Status, r.Status)
		if e.result.Err == nil {
			e.result.Err = r.Err
		}
	}
}
