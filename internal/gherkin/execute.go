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

// Execute runs one pickle, of which [Bind] has found the definitions. A step that does not pass is not an error of Execute: all is
// in the [Result]. When ctx is cancelled the running step should end and no further one is begun; Execute waits for it. Many
// may run at once.
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

// execution is one call of Execute. godog runs its steps one after the other on one goroutine, so that nothing
// here needs a lock.
type execution struct {
	pickle *Pickle
	hooks  Hooks
	result Result

	met      bool      // godog has come to our pickle
	started  time.Time // of the running step; zero when it must not run
	returned bool      // the function of the running step has returned
	refused  error     // why the running step must not run
}

// run lets godog execute the steps. It has a goroutine of its own: a step that calls runtime.Goexit, as
// FailNow of testing.T does, would otherwise take ours with it.
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

// suite has the one file of the pickle, and of that the scenario; of an outline, godog takes all rows.
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

// row is the number of the pickle among those of its scenario, from 0.
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

// skip makes godog pass over another row of the outline. The hook keeps its first step from running, and the
// definition saves godog from looking for the others.
func skip(sc *godog.ScenarioContext) {
	sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) { return ctx, godog.ErrSkip })
	sc.Step(anyStep, func() error { return godog.ErrSkip })
}

// meet makes sure that it is our row that is going to run.
func (e *execution) meet(ctx context.Context, sc *godog.Scenario) (context.Context, error) {
	if sc.Id != e.pickle.Godog.Id {
		return ctx, godog.ErrSkip
	}
	e.met = true
	return ctx, nil
}

// failLate fails a step that had passed, for what was found out after the last one.
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

// finish reports the steps that godog did not come to, and works out the outcome.
func (e *execution) finish(err error) {
	e.result.Err = err
	switch {
	case errors.Is(err, step.ErrSkip): // BeforeScenario does not want it
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
