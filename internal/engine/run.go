package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/dispatch"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/internal/throttle"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Run brings the cluster up, runs the scenarios of the plan and returns the result. Failed scenarios are part of the result and
// not an error. The error is a [*plan.UsageError] if nothing could be run as asked, or a cluster.EnvironmentError if the host
// or the cluster is at fault.
func Run(ctx context.Context, p *plan.Plan, o Options) (_ *report.Run, err error) {
	groups := p.Groups(o.Cluster)
	if err := p.CheckShapes(groups, o.Connected); err != nil {
		return nil, err
	}
	if err := p.CheckReach(groups, o.Connected, o.allowed()); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(kube.Quiet(ctx))
	defer stop()
	r := newRunner(p, o, stop)
	s, err := r.open(ctx, groups[0])
	if err != nil {
		return nil, err
	}
	if err := p.Fitting(s.cluster.Kubernetes).Check(ctx, groups[0], s.cluster, s.run); err != nil {
		return nil, errors.Join(err, s.close(context.WithoutCancel(ctx)))
	}
	if r.evidence, err = bundle.OpenRunFolder(o.StateDir); err != nil {
		return nil, errors.Join(err, s.close(context.WithoutCancel(ctx)))
	}
	defer func() { err = errors.Join(err, r.evidence.Close()) }()
	result, load := r.begin(s, groups), throttle.NewLoad()
	r.remember()
	for i, g := range groups {
		switch {
		case r.halted.Load() != nil:
			err = errHalted
		case i > 0:
			s, err = r.open(ctx, g)
		}
		if err != nil {
			r.notRun(ctx, g, err)
			continue
		}
		if r.setUp(ctx, s, i) {
			r.runGroup(ctx, s, g)
		} else {
			r.notRun(ctx, g, errSetUp)
		}
		if err := errors.Join(s.close(context.WithoutCancel(ctx)), g.Remove(context.WithoutCancel(ctx), s.cluster, o.Temporary, r.tell.Note)); err != nil {
			result.Err = strings.TrimSpace(result.Err + "\n" + err.Error())
		}
	}
	result.Ended, result.CPU = time.Now(), load.Busy()
	if first := r.halted.Load(); first != nil {
		result.Stopped = fmt.Sprintf("%s failed, and after the first failure no scenario is started (--fail-fast)", first.Place())
	}
	for _, err := range []error{r.shareErr, r.awayErr} {
		if err != nil {
			result.Err = strings.TrimSpace(result.Err + "\n" + err.Error())
		}
	}
	r.removeLeft(ctx)
	r.advise(context.WithoutCancel(ctx), result)
	r.keepOutcomes(context.WithoutCancel(ctx))
	return result, r.tell.RunFinished(result)
}

// removeLeft deletes clusters left behind by runs that were killed. It comes last, so that nobody waits for it.
func (r *runner) removeLeft(ctx context.Context) {
	if r.options.Cluster.Foreign() || r.options.Connected != nil || ctx.Err() != nil {
		return
	}
	if err := cluster.RemoveLeft(ctx, r.options.Cluster); err != nil && ctx.Err() == nil {
		r.tell.Note("%v", err)
	}
}

func newRunner(p *plan.Plan, o Options, stop func()) *runner {
	return &runner{stop: stop, options: o, plan: p, tell: dispatch.New(o.Listeners), recorder: &bundle.Recorder{Plan: p, Version: o.Version}}
}

// around calls Options.Around, if set, for one scenario. It cannot be entered twice, so a scenario is then retried at once.
func (r *runner) around(model *report.Scenario, run func()) {
	if r.options.Around == nil {
		run()
		return
	}
	r.options.Around(model, run)
}

// open brings up a group's cluster.
func (r *runner) open(ctx context.Context, g plan.Group) (*session, error) {
	if err := g.Possible(); err != nil {
		return nil, err
	}
	o := r.options
	o.Cluster, o.Simulated = g.Cluster, g.Simulated
	o.Cluster.Temporary = !g.Foreign && g.RemovedAfter(o.Temporary)
	if !g.Served(o.Connected) {
		o.Connected = nil
	}
	if r.plan.SetUp != nil {
		o.OwnSetUp = r.plan.ScenarioOf(r.plan.SetUp).SetUp.ID
	}
	s, err := open(ctx, o, r.tell.Note)
	if err == nil && o.Joins != nil {
		if err = s.run.JoinSetUp(ctx, *r.plan.ScenarioOf(r.plan.SetUp).SetUp, o.Joins.Made); err != nil {
			err = errors.Join(err, s.close(context.WithoutCancel(ctx)))
		}
	}
	if missing := kube.MissingRight(err); missing != nil && !errors.Is(err, missing) {
		err = fmt.Errorf("%w; gherkind rbac prints the rights that features need", err)
	}
	if err == nil && r.plan.AsksOutside(g.Pickles) {
		if err = s.asker.Prepare(ctx); err != nil {
			err = errors.Join(err, s.close(context.WithoutCancel(ctx)))
		}
	}
	return s, err
}

// begin creates the result, with all scenarios in the order of the features.
func (r *runner) begin(s *session, groups []plan.Group) *report.Run {
	result, models := r.plan.Result()
	r.models = models
	r.addSetUps(result, groups)
	if joins := r.options.Joins; joins != nil {
		r.tell.HideOfSetUp(joins.Hidden)
	}
	r.tell.Begin(r.plan, result, models)
	result.ID, result.Started, result.Tool, result.Cluster = s.run.ID, time.Now(), "gherkind "+r.options.Version, s.describe()
	result.FlakyFails = r.options.FlakyFails
	r.tell.RunStarted(result)
	return result
}

// jobs returns the jobs of the scenarios that match all want functions.
func (r *runner) jobs(pickles []*gherkin.Pickle, want ...func(*report.Scenario) bool) []schedule.Job {
	jobs := make([]schedule.Job, 0, len(pickles))
	queued := time.Now()
	for _, pickle := range r.inOrder(pickles) {
		model := r.models[pickle]
		if len(want) > 0 && !want[0](model) {
			continue
		}
		job := schedule.Job{
			Exclusive: tags.Has(pickle.Tags, tags.Exclusive),
			Locks:     r.session.locks(pickle.Tags),
			Run: func(ctx context.Context) {
				r.around(model, func() { r.turn(ctx, pickle, model, queued) })
			},
		}
		if share := r.options.Share; share != nil {
			job.Needless = func() bool { return share.Needless(model.ID) }
			job.Run = func(ctx context.Context) { r.sharedTurn(ctx, pickle, model, queued) }
		}
		jobs = append(jobs, job)
	}
	return jobs
}

// turn runs an attempt at a scenario, and also its further attempts if they cannot be separate jobs.
func (r *runner) turn(ctx context.Context, pickle *gherkin.Pickle, model *report.Scenario, queued time.Time) {
	r.tell.Change(nil, func() { model.Waited = time.Since(queued) }, func(report.Listener) {})
	r.locked(ctx, pickle, model)
	for (r.options.Around != nil || r.options.Share != nil || r.options.FailFast) && triedBefore(model) {
		r.locked(ctx, pickle, model)
	}
}

// notRun records for all scenarios of a group that they could not be run, and why.
func (r *runner) notRun(ctx context.Context, g plan.Group, why error) {
	for _, pickle := range g.Pickles {
		model := r.models[pickle]
		r.around(model, func() {
			r.tell.Change(model, func() {
				model.Status, model.Err = report.Failed, why.Error()
				if errors.Is(why, plan.ErrNotForeign) || errors.Is(why, errSetUp) {
					model.Status = report.Skipped
				}
				if ctx.Err() != nil || errors.Is(why, errHalted) {
					model.Status, model.Err = report.Skipped, ""
				}
			}, func(l report.Listener) { l.ScenarioFinished(model) })
		})
	}
}
