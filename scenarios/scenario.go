package scenarios

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gherkind/gherkind/scenarios/gherkin"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/world"
)

// runner runs one scenario after the other, or many at a time.
type runner struct {
	options Options
	plan    *plan
	tell    *teller
	each    wrap
	models  map[*gherkin.Pickle]*report.Scenario
	atOnce  bool     // a scenario is tried again at once, not when the others are done
	session *session // of the group that runs
}

// claimed runs a scenario once no other run on the cluster is in its way.
func (r *runner) claimed(ctx context.Context, p *gherkin.Pickle, s *report.Scenario) {
	if ctx.Err() != nil {
		r.scenario(ctx, p, s) // says that it did not run
		return
	}
	if err := r.session.lacks(p.Tags); err != nil {
		r.tell.change(func() { s.Status, s.Err = report.Failed, err.Error() }, func(l report.Listener) { l.ScenarioFinished(s) })
		return // trying again brings no add-on
	}
	release, err := r.session.member.Claim(ctx, hasTag(p.Tags, TagExclusive), claimedNodes(p.Tags))
	if err == nil || ctx.Err() != nil {
		r.scenario(ctx, p, s)
	}
	if back := release(context.WithoutCancel(ctx)); back != nil {
		r.session.run.Note("%v", back)
	}
	if err != nil && ctx.Err() == nil {
		r.finish(ctx, s, func() { s.Status, s.Err = report.Failed, err.Error() })
	}
}

// scenario runs one scenario and fills in its entry of the result.
func (r *runner) scenario(ctx context.Context, p *gherkin.Pickle, s *report.Scenario) {
	if ctx.Err() != nil {
		r.finish(ctx, s, func() { s.Status, s.Err = report.Skipped, "" })
		return
	}
	r.tell.change(func() { s.Started = time.Now() }, func(l report.Listener) { l.ScenarioStarted(s) })
	w := r.session.run.Open(world.Scenario{Name: p.Name, URI: p.URI, Line: p.Line, Tags: p.Tags, Attempt: len(s.Earlier) + 1})
	var running atomic.Pointer[report.Step]
	w.Sees = func(saw string) { r.tell.sees(s, running.Load(), saw) }
	result := gherkin.Execute(ctx, p, r.plan.catalogue, r.plan.fs, r.hooks(w, s, &running))
	r.finish(ctx, s, func() { r.conclude(ctx, s, w, result) })
}

func (r *runner) hooks(w *world.World, s *report.Scenario, running *atomic.Pointer[report.Step]) gherkin.Hooks {
	return gherkin.Hooks{
		State: func(context.Context) (any, error) { return w, nil },
		StepStarted: func(i int, _ gherkin.Step) {
			running.Store(s.Steps[i])
			r.tell.change(func() { s.Steps[i].Started = time.Now() }, func(l report.Listener) { l.StepStarted(s, s.Steps[i]) })
		},
		StepFinished: func(i int, _ gherkin.Step, result gherkin.StepResult) {
			r.tell.change(func() { fill(s.Steps[i], result) }, func(l report.Listener) { l.StepFinished(s, s.Steps[i]) })
		},
		AfterScenario: func(ctx context.Context, failed error) error { return r.after(ctx, w, s, failed) },
	}
}

// after keeps what a failed scenario saw, while its objects are still there,
// and then undoes what it did.
func (r *runner) after(ctx context.Context, w *world.World, s *report.Scenario, failed error) error {
	var errs []error
	if failed != nil {
		if err := r.atFault(ctx, w, s, failed); err != nil {
			r.tell.change(func() { s.Err = err.Error() }, func(report.Listener) {})
		}
		dir := filepath.Join(r.options.StateDir, "last", folder(s))
		if err := keepEvidence(ctx, w, dir); err != nil {
			errs = append(errs, fmt.Errorf("keep the evidence: %w", err))
		}
		r.tell.change(func() { s.Bundle = dir }, func(report.Listener) {})
		if r.options.KeepOnFailure {
			w.Keep()
		}
	}
	if err := w.Close(ctx); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func fill(s *report.Step, result gherkin.StepResult) {
	s.Status, s.Duration = report.Status(result.Status), result.Duration
	if result.Err == nil {
		return
	}
	s.Err = result.Err.Error()
	if !errors.As(result.Err, &s.Failure) {
		s.Failure = &explain.Failure{Want: s.Text, Saw: result.Err.Error(), Err: result.Err}
	}
	s.Failure.Step = s.Text
}

// conclude sums up a scenario after its last step and its clean-up.
func (r *runner) conclude(ctx context.Context, s *report.Scenario, w *world.World, result gherkin.Result) {
	s.Ended, s.Status, s.Namespaces, s.Kept = result.Ended, report.Status(result.Status), w.Namespaces(), w.Kept()
	if step := s.FailedStep(); step != nil {
		s.Failure = step.Failure
	}
	if s.Failure != nil {
		s.Failure.More = s.Bundle + string(filepath.Separator) + " (objects, events, logs, timeline)"
		if s.Kept {
			s.Failure.More += "; kept: " + lookAt(s.Namespaces)
		}
	}
	if result.Cleanup != nil {
		s.Cleanup = strings.Split(result.Cleanup.Error(), "\n")
	}
	if s.Failure == nil && result.Err != nil && s.Err == "" {
		s.Err = result.Err.Error()
	}
	if ctx.Err() != nil && s.Failure != nil {
		s.Failure.Saw = "interrupted; until then: " + s.Failure.Saw
	}
}

// lookAt says how to look at what was kept, and how to remove it.
func lookAt(namespaces map[string]string) string {
	var names []string
	for _, name := range namespaces {
		names = append(names, name)
	}
	list := strings.Join(names, " ")
	return fmt.Sprintf("kubectl get all,events -n %s; kubectl delete namespace %s", list, list)
}

// folder is a scenario's folder of evidence: readable, and unique by its line. Each
// further attempt has its own.
func folder(s *report.Scenario) string {
	name := fmt.Sprintf("%s-%d", strings.TrimSuffix(filepath.Base(s.URI), ".feature"), s.Line)
	if n := len(s.Earlier); n > 0 {
		name += fmt.Sprintf("-attempt-%d", n+1)
	}
	return name
}

// forgetLast removes the evidence of the run before.
func forgetLast(stateDir string) error {
	if err := os.RemoveAll(filepath.Join(stateDir, "last")); err != nil {
		return fmt.Errorf("remove the evidence of the last run: %w", err)
	}
	return nil
}
