package engine

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/dispatch"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/history"
	"github.com/gherkind/gherkind/internal/lanes"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// runner runs scenarios, one at a time or in parallel.
type runner struct {
	options  Options
	plan     *plan.Plan
	tell     *dispatch.Dispatcher
	recorder *bundle.Recorder
	models   map[*gherkin.Pickle]*report.Scenario
	past     *history.History // how long waits took in earlier runs
	stop     func()           // ends the run like an interrupt
	asking   sync.Mutex
	session  *session                        // of the running group
	evidence *bundle.RunFolder               // nil if none is kept
	halted   atomic.Pointer[report.Scenario] // the first scenario that failed, after which no other starts
	setUps   []*gherkin.Pickle               // by group number; nil without a set-up
	worlds   sync.Map                        // worlds of the running scenarios
	trial    *Trial                          // the trial whose only scenario is run; nil in a run

	inheriting sync.Mutex // held while the remains of a dead process are removed
	shareErr   error      // why the scenarios can no longer be divided
	awayErr    error      // error of the scenarios that are run elsewhere
}

// locked runs a scenario while it holds its locks, so that no other run on the cluster interferes.
func (r *runner) locked(ctx context.Context, p *gherkin.Pickle, s *report.Scenario) {
	if ctx.Err() != nil || r.halted.Load() != nil {
		r.scenario(ctx, p, s) // records that it did not run
		return
	}
	if status, why := plan.Unfit(p.Tags, r.session.cluster.Kubernetes); why != "" {
		r.tell.Change(s, func() { s.Status, s.Err = status, why }, func(l report.Listener) { l.ScenarioFinished(s) })
		return
	}
	if err := r.session.lacks(p.Tags); err != nil {
		r.tell.Change(s, func() { s.Status, s.Err = report.Failed, err.Error() }, func(l report.Listener) { l.ScenarioFinished(s) })
		r.halt(s)
		return // a retry would not install the add-on
	}
	release, err := r.session.member.Acquire(ctx, tags.Has(p.Tags, tags.Exclusive), r.locks(p))
	if err == nil || ctx.Err() != nil {
		r.scenario(ctx, p, s)
	}
	if back := release(context.WithoutCancel(ctx)); back != nil {
		r.session.run.Note("%v", back)
	}
	if err != nil && ctx.Err() == nil {
		r.finish(ctx, s, false, func() { s.Status, s.Err = report.Failed, err.Error() })
	}
}

// scenario runs one scenario and fills in its part of the result.
func (r *runner) scenario(ctx context.Context, p *gherkin.Pickle, s *report.Scenario) {
	if ctx.Err() != nil || r.halted.Load() != nil {
		r.finish(ctx, s, true, func() { s.Status, s.Err = report.Skipped, "" })
		return
	}
	r.tell.Change(s, func() { s.Started = time.Now() }, func(l report.Listener) { l.ScenarioStarted(s) })
	about := r.plan.ScenarioOf(p)
	about.Attempt, about.Given = r.attempt(s), r.given()
	w := r.session.run.Open(about)
	r.worlds.Store(w, nil)
	defer r.worlds.Delete(w)
	var running atomic.Pointer[report.Step]
	w.Bound = r.bound(s, &running)
	w.Waited = func(needed, allowed time.Duration) { r.waited(running.Load(), needed, allowed) }
	learn := &learner{run: r, s: s, w: w}
	w.Sees = func(saw string) { r.tell.Sees(s, running.Load(), saw) }
	w.Warned = r.tell.Warned(s, &running)
	noted := r.tell.Noted(s, &running)
	w.Noted = func(text string) {
		learn.observed() // before the result contains a value that the step has just read
		noted(text)
	}
	interrupted := false
	steps, end := limited(ctx, r.options.ScenarioTimeout)
	defer end()
	steps, stop := r.session.member.While(steps)
	defer stop()
	result := gherkin.Execute(steps, p, r.hooks(ctx, p, w, s, &running, learn, func(undo context.Context, failed error) error {
		learn.observed()
		overran := overrun(steps, running.Swap(nil))
		interrupted = ctx.Err() != nil
		if lost := errors.Join(r.session.member.Confirm(undo, steps), r.session.run.SetUpStands(undo)); lost != nil {
			failed = errors.Join(failed, lost) // also if all steps passed: others may have caused that
		}
		if failed != nil {
			learn.failed(undo)
			failed = r.failed(undo, w, s, interrupted, errors.Join(failed, overran))
			r.pause(ctx, w, s)
		}
		if about.SetUp != nil {
			failed = errors.Join(failed, r.endSetUp(undo, w, failed == nil))
		}
		return errors.Join(failed, r.keepTrial(undo, w, s, failed == nil), w.Close(undo))
	}))
	drawn, omitted := lanes.Of(bundle.Observed(w), lanes.Axis{From: s.Started, To: s.StepsEnded(), Namespaces: w.Namespaces()})
	r.finish(ctx, s, interrupted, func() { s.Lanes, s.LanesOmitted = drawn, omitted; r.conclude(s, w, result) })
}

func (r *runner) hooks(ctx context.Context, p *gherkin.Pickle, w *world.World, s *report.Scenario, running *atomic.Pointer[report.Step], learn *learner, after func(context.Context, error) error) gherkin.Hooks {
	at := 0 // index of the running step
	return gherkin.Hooks{
		BeforeScenario: func(ctx context.Context) (context.Context, error) { return ctx, r.arrange(ctx, w) },
		State:          func(context.Context) (any, error) { return w, nil },
		StepStarted: func(i int, step gherkin.Step) {
			at = i
			running.Store(s.Steps[i])
			r.tell.Change(s, func() { s.Steps[i].Started = time.Now() }, func(l report.Listener) { l.StepStarted(s, s.Steps[i]) })
			r.plan.Warn(w, p, step)
		},
		StepFinished: func(i int, _ gherkin.Step, result gherkin.StepResult) {
			w.StepEnded()
			learn.observed()
			if result.Err != nil {
				learn.failed(ctx)
			}
			r.tell.Change(s, func() { r.fill(s, s.Steps[i], result) }, func(l report.Listener) { l.StepFinished(s, s.Steps[i]) })
		},
		Wrap: func(ctx context.Context, run func(context.Context) error) error {
			return w.During(ctx, at, s.Steps[at].Keyword+" "+s.Steps[at].Text, run)
		},
		StepsEnded:    w.Conclude,
		AfterScenario: after,
	}
}

// failed saves what a scenario that failed or was interrupted observed, while its objects still exist. The error is a problem
// with saving it.
func (r *runner) failed(ctx context.Context, w *world.World, s *report.Scenario, interrupted bool, failed error) error {
	fault := ""
	if interrupted {
		r.tell.Change(s, s.Interrupt, func(report.Listener) {})
		fault = s.Err
	} else if err := r.atFault(ctx, w, s, failed); err != nil {
		fault = r.tell.Masked(s, err.Error())
	}
	if r.evidence == nil {
		r.tell.Change(s, func() { s.Err, s.Namespaces = fault, w.Namespaces() }, func(report.Listener) {})
		return nil
	}
	dir := filepath.Join(r.evidence.Dir, r.folder(s))
	err := r.recorder.Keep(ctx, w, s, bundle.Kept{
		Cluster: r.session.recorded(), Fault: fault, Dir: dir,
		Secrets: func(texts ...string) []string { return r.tell.Found(s, texts...) },
	})
	r.tell.Change(s, func() {
		s.Err, s.Bundle, s.Namespaces, s.Kubectl = fault, dir, w.Namespaces(), kubectl(r.session.cluster)
	}, func(report.Listener) {})
	if r.options.KeepOnFailure {
		w.Keep()
	}
	if err != nil {
		return fmt.Errorf("keep the evidence: %w", err)
	}
	return nil
}

// fill adds how long a failed wait took in earlier runs.
func (r *runner) fill(scenario *report.Scenario, s *report.Step, result gherkin.StepResult) {
	Fill(s, result)
	if s.Failure == nil || s.Failure.Within == 0 {
		return
	}
	if text := r.before(scenario, s, s.Failure.Within); text != "" {
		s.Failure.Evidence = append(s.Failure.Evidence, text)
	}
}

// Fill copies the outcome of a step into its part of the result.
func Fill(s *report.Step, result gherkin.StepResult) {
	s.Status, s.Duration = result.Status, result.Duration
	if result.Err == nil {
		return
	}
	s.Err = result.Err.Error()
	if !errors.As(result.Err, &s.Failure) {
		s.Failure = &explain.Failure{Want: s.Text, Saw: result.Err.Error(), Err: result.Err}
	}
	s.Failure.Step = s.Text
}

// errOnlyCleanup is the reason given if all steps passed and only the clean-up failed.
const errOnlyCleanup = "all steps passed, but the clean-up failed"

// conclude sums up a scenario after its last step and its clean-up.
func (r *runner) conclude(s *report.Scenario, w *world.World, result gherkin.Result) {
	s.Ended, s.Namespaces, s.Kept = result.Ended, w.Namespaces(), w.Kept()
	if s.Status != report.Interrupted {
		s.Status = result.Status
	}
	if step := s.FailedStep(); step != nil {
		s.Failure = step.Failure
	}
	if s.Failure != nil && s.Bundle != "" {
		s.Failure.More = moreIn(s.Bundle)
	}
	if result.Cleanup != nil {
		s.Cleanup = strings.Split(result.Cleanup.Error(), "\n")
	}
	if result.Cleanup != nil && result.Err == nil && s.Err == "" {
		s.Err = errOnlyCleanup
	}
	if s.Failure == nil && result.Err != nil && s.Err == "" {
		s.Err = result.Err.Error()
	}
}

// folder returns the name of a scenario's folder of evidence. It is readable, and made unique by the scenario's line, by its
// path if another feature has the same name, and by a hash of the path if the paths differ only in characters that a folder
// name cannot contain. Each further attempt has its own folder.
func (r *runner) folder(s *report.Scenario) string {
	short := func(uri string) string { return strings.TrimSuffix(filepath.Base(uri), ".feature") }
	base := short(s.URI)
	if r.shared(s, short) {
		base = pathInOne(s.URI)
		if r.shared(s, pathInOne) {
			base += fmt.Sprintf("-%.4x", sha256.Sum256([]byte(s.URI)))
		}
	}
	name := fmt.Sprintf("%s-%d", base, s.Line)
	if s.Repetition > 0 {
		name += fmt.Sprintf("-run-%d", s.Repetition)
	}
	if n := len(s.Earlier); n > 0 {
		name += fmt.Sprintf("-attempt-%d", n+1)
	}
	return name
}

// shared reports whether a scenario on the same line of another feature has the same name.
func (r *runner) shared(s *report.Scenario, name func(uri string) string) bool {
	for _, other := range r.models {
		if other.URI != s.URI && other.Line == s.Line && name(other.URI) == name(s.URI) {
			return true
		}
	}
	return false
}

// pathInOne turns a feature's path into a single name.
func pathInOne(uri string) string {
	return strings.ReplaceAll(strings.TrimSuffix(bundle.Name(uri), ".feature"), "/", "-")
}
