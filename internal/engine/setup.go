package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// Joined is a set-up that another process has made, and removes after this one has ended.
type Joined struct {
	Made   world.MadeSetUp
	Hidden []string // the values of its Secrets, as [dispatch.Dispatcher.HiddenOfSetUp] returns them
}

// errSetUp is why scenarios are not run without their set-up: nothing is known about them.
var errSetUp = errors.New("not run, as the set-up failed: see the scenario " + `"Set-up"`)

// addSetUps adds the set-up of each group to the result. It runs before the scenarios of the group, and is what has failed if
// they cannot be run.
func (r *runner) addSetUps(result *report.Run, groups []plan.Group) {
	r.setUps = nil
	if r.plan.SetUp == nil || r.options.Joins != nil {
		return
	}
	var first []*report.Scenario
	for _, g := range groups {
		pickle, model := r.plan.SetUpOf(g)
		r.setUps = append(r.setUps, pickle)
		r.models[pickle] = model
		first = append(first, model)
	}
	result.Scenarios = append(first, result.Scenarios...)
	result.Features = append([]report.Feature{{URI: r.plan.SetUp.URI, Text: string(r.plan.SetUp.Feature.Source)}}, result.Features...)
}

// setUp runs the set-up of a group, and reports whether its scenarios can be run.
func (r *runner) setUp(ctx context.Context, s *session, group int) bool {
	if r.setUps == nil {
		return true
	}
	r.session = s
	pickle := r.setUps[group]
	model := r.models[pickle]
	r.around(model, func() {
		queued := time.Now()
		r.turn(ctx, pickle, model, queued)
		for ctx.Err() == nil && triedBefore(model) {
			r.turn(ctx, pickle, model, queued)
		}
	})
	return model.Outcome().Passed()
}

// setUpBench runs the set-up before trials.
func (r *runner) setUpBench(ctx context.Context, s *session) error {
	if r.plan.SetUp == nil || s.alone != nil {
		return nil //nolint:nilerr // a session without other runs has no set-up
	}
	result, models := r.plan.Result()
	r.models = models
	r.addSetUps(result, []plan.Group{{}})
	r.tell.Begin(r.plan, result, models)
	if r.setUp(ctx, s, 0) {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	model := r.models[r.setUps[0]]
	why := model.Err
	if model.Failure != nil {
		why = model.Failure.Summary()
	}
	return fmt.Errorf("the set-up of gherkind.yaml failed: %s", why)
}

// beginSetUp registers that the run uses its set-up.
func (r *runner) beginSetUp(ctx context.Context, w *world.World) error {
	content, err := r.session.run.SetUpContent(ctx, w.Scenario)
	if err != nil {
		return err
	}
	return r.session.run.BeginSetUp(ctx, r.session.past(), w.Scenario, content)
}

func (r *runner) endSetUp(ctx context.Context, w *world.World, passed bool) error {
	content, err := r.session.run.SetUpContent(ctx, w.Scenario)
	if err != nil {
		return err
	}
	return w.EndSetUp(ctx, passed, content)
}

// past gives access to earlier runs; nil for a session that other runs do not see, which has no set-up.
func (s *session) past() world.Past {
	past, _ := s.member.(world.Past)
	return past
}

// closeSetUp ends the use of the set-up.
func (s *session) closeSetUp(ctx context.Context) error {
	past := s.past()
	if past == nil {
		return nil
	}
	return s.run.CloseSetUp(ctx, past)
}
