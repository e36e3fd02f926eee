package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/dispatch"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/history"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// Bench is the cluster of a group of scenarios, on which original and altered scenarios can be tried any number of times. It is
// safe for concurrent use.
type Bench struct {
	Group   plan.Group
	session *session
	options Options
	tries   atomic.Int64
}

// Trial is one run of one scenario on a bench.
type Trial struct {
	Plan   *plan.Plan // the plan of the scenario
	Pickle *gherkin.Pickle
	// Locks are names, in addition to the nodes that the scenario locks, that no two trials of any run hold at the same time.
	// They become part of the name of a Kubernetes object. An exclusive scenario needs none.
	Locks []string
	// Given are existing namespaces in which the scenario is judged as they are, see [world.Scenario].
	Given map[string]string
	// Before, if set, is called before the first step, in the scenario's world. An error ends the trial.
	Before func(ctx context.Context, w *world.World) error
	// Bound, if set, returns the limit for a wait of the step with this number, whose own limit is within.
	Bound func(step int, within time.Duration) time.Duration
	// Keep, if set, is the folder for what the trial observed, also if it passed; the bundle is next to it. Nothing is kept of
	// a trial that was not judged because of a fault of the cluster.
	Keep string

	number int
}

// OnBenches brings up the cluster of each group of the plan, as a run does, and calls do. What scenarios leave behind is
// cleaned up afterwards. It returns the errors of Run, and that of do, which stops everything.
func OnBenches(ctx context.Context, p *plan.Plan, o Options, do func(context.Context, *Bench) error) error {
	groups := p.Groups(o.Cluster)
	if err := p.CheckShapes(groups, o.Connected); err != nil {
		return err
	}
	if err := p.CheckReach(groups, o.Connected, o.allowed()); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(kube.Quiet(ctx))
	defer stop()
	r := newRunner(p, o, stop)
	for i, g := range groups {
		s, err := r.open(ctx, g)
		if err == nil && i == 0 {
			err = p.Fitting(s.cluster.Kubernetes).Check(ctx, g, s.cluster, s.run)
		}
		if err == nil {
			err = r.setUpBench(ctx, s)
		}
		if err == nil {
			err = do(ctx, &Bench{Group: g, session: s, options: o})
		}
		if s != nil {
			last := context.WithoutCancel(ctx)
			err = errors.Join(err, s.close(last), g.Remove(last, s.cluster, o.Temporary, r.tell.Note))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Try runs a scenario up to its first failed step and cleans up after it. It reports nothing to the listeners of the options,
// and keeps nothing of a failure except what it returns.
func (b *Bench) Try(ctx context.Context, t Trial) *report.Scenario {
	t.number = int(b.tries.Add(1))
	o := b.options
	o.Retry, o.Pause, o.Around, o.KeepOnFailure = 0, nil, nil, false
	r := &runner{
		options: o, plan: t.Plan, tell: dispatch.New(nil), past: &history.History{}, stop: func() {}, session: b.session, trial: &t,
		recorder: &bundle.Recorder{Plan: t.Plan, Version: o.Version},
	}
	result, models := t.Plan.Result()
	r.models = models
	r.tell.Begin(t.Plan, result, models)
	r.locked(ctx, t.Pickle, models[t.Pickle])
	return models[t.Pickle]
}

// Hold opens a separate world under a name, calls do, and cleans up what do created. Meanwhile no exclusive scenario of another
// run interferes.
func (b *Bench) Hold(ctx context.Context, name string, do func(context.Context, *world.World) error) (err error) {
	if b.session.alone != nil {
		return b.session.alone
	}
	release, err := b.session.member.Acquire(ctx, false, nil)
	last := context.WithoutCancel(ctx)
	defer func() { err = errors.Join(err, release(last)) }()
	if err != nil {
		return err
	}
	w := b.session.run.Open(world.Scenario{Name: name, URI: name, Attempt: int(b.tries.Add(1))})
	steps, stop := b.session.member.While(ctx)
	defer stop()
	err = do(steps, w)
	return errors.Join(err, b.session.member.Confirm(last, steps), w.Close(last))
}

// OnlyLooks returns why nothing may be created or changed on the bench, or nil if it may; see Options.MayOnlyLook.
func (b *Bench) OnlyLooks() error { return b.session.alone }

// Locks returns the nodes that a scenario locks, by their full names.
func (b *Bench) Locks(tags []string) []string { return b.session.locks(tags) }

// Kubernetes returns the version of the cluster.
func (b *Bench) Kubernetes() string { return b.session.cluster.Kubernetes }

// Cluster identifies the cluster, its topology and its version: scenarios may have other results on another one.
func (b *Bench) Cluster() string {
	c := b.session.cluster
	parts := []string{c.Name, c.Topology, c.Kubernetes}
	if !c.Ours {
		parts = append(parts, c.Config.Host) // a cluster of gherkind's own gets a new port each time
	}
	return strings.Join(parts, " ")
}

// Ours reports whether gherkind created the cluster.
func (b *Bench) Ours() bool { return b.session.cluster.Ours }

// Client returns the client of the cluster.
func (b *Bench) Client() *kube.Client { return b.session.run.Client }

// Image returns the image that the cluster has for a name.
func (b *Bench) Image(name string) string { return b.session.run.Image(name) }

// locks returns all locks of a scenario.
func (r *runner) locks(p *gherkin.Pickle) []string {
	own := r.session.locks(p.Tags)
	if r.trial != nil {
		own = slices.Concat(own, r.trial.Locks)
	}
	return own
}

// arrange prepares the world of a trial before its first step.
func (r *runner) arrange(ctx context.Context, w *world.World) error {
	if w.Scenario.SetUp != nil {
		return r.beginSetUp(ctx, w)
	}
	if r.trial == nil {
		return nil
	}
	if err := w.EnterGiven(ctx); err != nil {
		return err
	}
	if r.trial.Before == nil {
		return nil
	}
	return r.trial.Before(ctx, w)
}

// given returns the existing namespaces in which a trial is judged.
func (r *runner) given() map[string]string {
	if r.trial == nil {
		return nil
	}
	return r.trial.Given
}

// attempt numbers the attempts at the scenario in this run: each has its own namespaces.
func (r *runner) attempt(s *report.Scenario) int {
	if r.trial != nil {
		return r.trial.number
	}
	return max(s.Repetition, 1) + len(s.Earlier)
}

// keepTrial keeps what a trial observed, while its objects still exist.
func (r *runner) keepTrial(ctx context.Context, w *world.World, s *report.Scenario, passed bool) error {
	judged := s.Err == "" && (passed || s.FailedStep() != nil)
	if r.trial == nil || r.trial.Keep == "" || !judged {
		return nil
	}
	err := r.recorder.Keep(ctx, w, s, bundle.Kept{
		Cluster: r.session.recorded(), Dir: r.trial.Keep, Passed: passed,
		Secrets: func(texts ...string) []string { return r.tell.Found(s, texts...) },
	})
	if err != nil {
		return fmt.Errorf("keep what was seen: %w", err)
	}
	return nil
}

// bound returns the limit for waits of the running step; nil leaves it to the scenario.
func (r *runner) bound(s *report.Scenario, running *atomic.Pointer[report.Step]) func(time.Duration) time.Duration {
	if r.trial == nil || r.trial.Bound == nil {
		return nil
	}
	return func(within time.Duration) time.Duration {
		return r.trial.Bound(slices.Index(s.Steps, running.Load()), within)
	}
}
