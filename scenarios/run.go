package scenarios

import (
	"context"
	"errors"
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
	tell := newTeller(o.Listeners)
	s, err := open(ctx, o, tell.note)
	if err != nil {
		return nil, err
	}
	cleanup := context.WithoutCancel(ctx)
	if err := plan.checkKinds(ctx, s.run.Client); err != nil {
		return nil, errors.Join(err, s.close(cleanup))
	}
	result := runPlan(ctx, o, plan, s, tell, each)
	if err := s.close(cleanup); err != nil {
		result.Err = err.Error()
	}
	result.Ended = time.Now()
	return result, tell.runFinished(result)
}

func runPlan(ctx context.Context, o Options, p *plan, s *session, tell *teller, each wrap) *report.Run {
	result := &report.Run{ID: s.run.ID, Started: time.Now(), Tool: "gherkind " + o.Version, Cluster: s.describe()}
	r := &runner{options: o, plan: p, session: s, tell: tell}
	jobs := make([]schedule.Job, 0, len(p.pickles))
	queued := time.Now()
	for _, pickle := range p.pickles {
		scenario := blank(pickle)
		result.Scenarios = append(result.Scenarios, scenario)
		jobs = append(jobs, schedule.Job{
			Exclusive: hasTag(pickle.Tags, TagExclusive),
			Claims:    claimedNodes(pickle.Tags),
			Run: func(ctx context.Context) {
				each(scenario, func() {
					scenario.Waited = time.Since(queued)
					r.claimed(ctx, pickle, scenario)
				})
			},
		})
	}
	tell.runStarted(result)
	schedule.All(ctx, o.Parallel, jobs)
	return result
}
