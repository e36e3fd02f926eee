package scenarios

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/scenarios/schedule"
)

// Run loads and checks the features, brings the cluster up, runs the scenarios
// and returns what happened. Failed scenarios are in the result and are no
// error. The error is a [*UsageError] when nothing could be run as asked, or a
// cluster.EnvironmentError when the host or the cluster is at fault.
//
// When the context ends, running scenarios fail as interrupted, the others are
// skipped, and Run still cleans up before it returns.
func Run(ctx context.Context, options Options) (*report.Run, error) {
	return runEach(ctx, options, func(_ *report.Scenario, scenario func()) { scenario() })
}

// wrap runs one scenario in the surroundings of its caller: plainly, or as a
// subtest.
type wrap func(model *report.Scenario, scenario func())

func runEach(ctx context.Context, options Options, each wrap) (*report.Run, error) {
	o, err := options.withDefaults()
	if err != nil {
		return nil, &UsageError{err}
	}
	plan, err := makePlan(o)
	if err != nil {
		return nil, &UsageError{err}
	}
	if err := forgetLast(o.StateDir); err != nil {
		return nil, err
	}
	r := &runner{options: o, plan: plan, tell: newTeller(o.Listeners), each: each}
	groups := plan.groups(o.Cluster)
	s, err := r.open(ctx, groups[0])
	if err != nil {
		return nil, err
	}
	if err := plan.checkKinds(ctx, s.run.Client); err != nil {
		return nil, errors.Join(err, s.close(context.WithoutCancel(ctx)))
	}
	result := r.begin(s)
	for i, g := range groups {
		if i > 0 {
			s, err = r.open(ctx, g)
		}
		if err != nil {
			r.spoilt(ctx, g, err)
			continue
		}
		r.runGroup(ctx, s, g)
		if err := errors.Join(s.close(context.WithoutCancel(ctx)), g.remove(context.WithoutCancel(ctx), s.cluster)); err != nil {
			result.Err = strings.TrimSpace(result.Err + "\n" + err.Error())
		}
	}
	result.Ended = time.Now()
	return result, r.tell.runFinished(result)
}

// open brings up a group's cluster.
func (r *runner) open(ctx context.Context, g group) (*session, error) {
	if err := g.possible(); err != nil {
		return nil, err
	}
	o := r.options
	o.Cluster = g.cluster
	return open(ctx, o, r.tell.note)
}

// begin makes the result, with all scenarios in the order of the features.
func (r *runner) begin(s *session) *report.Run {
	result, models := r.plan.blank()
	r.models = models
	result.ID, result.Started, result.Tool, result.Cluster = s.run.ID, time.Now(), "gherkind "+r.options.Version, s.describe()
	r.tell.runStarted(result)
	return result
}

func (r *runner) runGroup(ctx context.Context, s *session, g group) {
	r.session = s
	jobs := make([]schedule.Job, 0, len(g.pickles))
	queued := time.Now()
	for _, pickle := range g.pickles {
		model := r.models[pickle]
		jobs = append(jobs, schedule.Job{
			Exclusive: hasTag(pickle.Tags, TagExclusive),
			Claims:    claimedNodes(pickle.Tags),
			Run: func(ctx context.Context) {
				r.each(model, func() {
					r.tell.change(func() { model.Waited = time.Since(queued) }, func(report.Listener) {})
					r.claimed(ctx, pickle, model)
				})
			},
		})
	}
	schedule.All(ctx, r.options.Parallel, jobs)
}

// spoilt says of all scenarios of a group that they could not be run, and why.
func (r *runner) spoilt(ctx context.Context, g group, why error) {
	for _, pickle := range g.pickles {
		model := r.models[pickle]
		r.each(model, func() {
			r.tell.change(func() {
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
