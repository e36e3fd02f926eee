package scenarios

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/throttle"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Run loads and checks the features, brings the cluster up, runs the scenarios
// and returns what happened. Failed scenarios are in the result and are no
// error. The error is a [*UsageError] when nothing could be run as asked, or a
// cluster.EnvironmentError when the host or the cluster is at fault.
//
// When the context ends, running scenarios fail as interrupted, the others are
// skipped, and Run still cleans up before it returns.
func Run(ctx context.Context, options Options) (*report.Run, error) {
	return runEach(ctx, options, false, func(_ *report.Scenario, scenario func()) { scenario() })
}

// wrap runs one scenario in the surroundings of its caller: plainly, or as a
// subtest.
type wrap func(model *report.Scenario, scenario func())

// runEach is Run with surroundings. When they cannot be entered twice, a scenario is tried
// again at once.
func runEach(ctx context.Context, options Options, atOnce bool, each wrap) (_ *report.Run, err error) {
	o, err := options.withDefaults()
	if err != nil {
		return nil, &UsageError{err}
	}
	plan, err := makePlan(o)
	if err != nil {
		return nil, &UsageError{err}
	}
	groups := plan.groups(o.Cluster)
	if err := plan.checkShapes(groups, o.Connected); err != nil {
		return nil, err
	}
	if err := plan.checkReach(groups, o); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(kube.Quiet(ctx))
	defer stop()
	r := &runner{stop: stop, options: o, plan: plan, tell: newTeller(o.Listeners), each: each, atOnce: atOnce}
	s, err := r.open(ctx, groups[0])
	if err != nil {
		return nil, err
	}
	if err := plan.fitting(s.cluster.Kubernetes).check(ctx, groups[0], s); err != nil {
		return nil, errors.Join(err, s.close(context.WithoutCancel(ctx)))
	}
	if r.evidence, err = openRunFolder(o.StateDir); err != nil {
		return nil, errors.Join(err, s.close(context.WithoutCancel(ctx)))
	}
	defer func() { err = errors.Join(err, r.evidence.close()) }()
	result, load := r.begin(s), throttle.NewLoad()
	r.remember()
	for i, g := range groups {
		if i > 0 {
			s, err = r.open(ctx, g)
		}
		if err != nil {
			r.spoilt(ctx, g, err)
			continue
		}
		r.runGroup(ctx, s, g)
		if err := errors.Join(s.close(context.WithoutCancel(ctx)), g.remove(context.WithoutCancel(ctx), s.cluster, o.temporary, r.tell.note)); err != nil {
			result.Err = strings.TrimSpace(result.Err + "\n" + err.Error())
		}
	}
	result.Ended, result.CPU = time.Now(), load.Busy()
	r.advise(context.WithoutCancel(ctx), result)
	return result, r.tell.runFinished(result)
}

// open brings up a group's cluster.
func (r *runner) open(ctx context.Context, g group) (*session, error) {
	if err := g.possible(); err != nil {
		return nil, err
	}
	o := r.options
	o.Cluster = g.cluster
	if !g.served(o.Connected) {
		o.Connected = nil
	}
	s, err := open(ctx, o, r.tell.note)
	if missing := kube.MissingRight(err); missing != nil && !errors.Is(err, missing) {
		err = fmt.Errorf("%w; gherkind rbac prints the rights that features need", err)
	}
	if err == nil && r.plan.asksOutside(g.pickles) {
		if err = s.asker.Prepare(ctx); err != nil {
			err = errors.Join(err, s.close(context.WithoutCancel(ctx)))
		}
	}
	return s, err
}

// begin makes the result, with all scenarios in the order of the features.
func (r *runner) begin(s *session) *report.Run {
	result, models := r.plan.blank()
	r.models = models
	r.tell.hidden.begin(r.plan, result, models)
	result.ID, result.Started, result.Tool, result.Cluster = s.run.ID, time.Now(), "gherkind "+r.options.Version, s.describe()
	result.FlakyFails = r.options.FlakyFails
	r.tell.runStarted(result)
	return result
}

// jobs are the turns of the scenarios, or of those that want one.
func (r *runner) jobs(pickles []*gherkin.Pickle, want ...func(*report.Scenario) bool) []schedule.Job {
	jobs := make([]schedule.Job, 0, len(pickles))
	queued := time.Now()
	for _, pickle := range r.inOrder(pickles) {
		model := r.models[pickle]
		if len(want) > 0 && !want[0](model) {
			continue
		}
		jobs = append(jobs, schedule.Job{
			Exclusive: hasTag(pickle.Tags, TagExclusive),
			Claims:    r.session.claims(pickle.Tags),
			Run: func(ctx context.Context) {
				r.each(model, func() { r.turn(ctx, pickle, model, queued) })
			},
		})
	}
	return jobs
}

// turn is an attempt at a scenario; where one turn is all it gets, its further attempts too.
func (r *runner) turn(ctx context.Context, pickle *gherkin.Pickle, model *report.Scenario, queued time.Time) {
	r.tell.change(nil, func() { model.Waited = time.Since(queued) }, func(report.Listener) {})
	r.claimed(ctx, pickle, model)
	for r.atOnce && triedBefore(model) {
		r.claimed(ctx, pickle, model)
	}
}

// spoilt says of all scenarios of a group that they could not be run, and why.
func (r *runner) spoilt(ctx context.Context, g group, why error) {
	for _, pickle := range g.pickles {
		model := r.models[pickle]
		r.each(model, func() {
			r.tell.change(model, func() {
				model.Status, model.Err = report.Failed, why.Error()
				if errors.Is(why, errNotForeign) {
					model.Status = report.Skipped
				}
				if ctx.Err() != nil {
					model.Status, model.Err = report.Skipped, ""
				}
			}, func(l report.Listener) { l.ScenarioFinished(model) })
		})
	}
}
