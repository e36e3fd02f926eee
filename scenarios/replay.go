package scenarios

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync/atomic"
	"testing/fstest"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/mask"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/world"
)

// ReplayOptions say what to replay.
type ReplayOptions struct {
	// Bundle is the file of a failed scenario.
	Bundle string
	// Feature is a file whose text stands in for the one in the bundle; empty for none.
	Feature string
	// Listeners are told of everything that happens, as by Run.
	Listeners []report.Listener
	// Lacked, when set, is told of each check that is as it was recorded and whose outcome is taken from there, too,
	// because the recording lacks what it takes to judge it anew.
	Lacked func(check *report.Step, lacks string)
	// Version names the tool in reports.
	Version string
}

// Replay judges the checks of a recorded scenario again, without a cluster. What
// acted on the cluster is taken as it was recorded; checks see what was seen then,
// at the times of then. A check that needs more than was recorded is Pending: it
// neither passes nor fails. The error is a [*UsageError] when the bundle or the
// feature cannot be used.
func Replay(ctx context.Context, o ReplayOptions) (*report.Run, error) {
	b, err := bundle.Read(o.Bundle)
	if err != nil {
		return nil, &UsageError{err}
	}
	plan, err := replayPlan(b, o.Feature)
	if err != nil {
		return nil, &UsageError{err}
	}
	hub := observe.Replay(ctx, b.Recording())
	defer hub.Stop()
	r := &replay{bundle: b, file: o.Bundle, plan: plan, tape: hub.Tape(), tell: newTeller(o.Listeners), lacked: o.Lacked}
	if r.world, err = r.open(ctx, hub); err != nil {
		return nil, &UsageError{fmt.Errorf("the bundle %s cannot be replayed: %w", o.Bundle, err)}
	}
	return r.run(ctx, o.Version)
}

// replayPlan is the one scenario of the bundle, checked as before a run.
func replayPlan(b *bundle.Bundle, edited string) (*plan, error) {
	catalogue, err := steps.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("build the step catalogue: %w", err)
	}
	tree := fstest.MapFS{}
	for name, data := range b.Files {
		tree[name] = &fstest.MapFile{Data: data, Mode: 0o444}
	}
	if edited != "" {
		data, err := os.ReadFile(edited)
		if err != nil {
			return nil, fmt.Errorf("read the edited feature: %w", err)
		}
		tree[b.Scenario.URI] = &fstest.MapFile{Data: data, Mode: 0o444}
	}
	features, err := gherkin.Load(tree, []string{b.Scenario.URI})
	if err != nil {
		return nil, err
	}
	pickle, err := pickRecorded(features[0], b.Scenario)
	if err != nil {
		return nil, err
	}
	features[0].Pickles = []*gherkin.Pickle{pickle}
	if problems := gherkin.Problems(gherkin.Lint(features, catalogue, tree)); len(problems) > 0 {
		return nil, fmt.Errorf("%w\n%s; nothing was replayed", problems, problemCount(len(problems)))
	}
	return &plan{catalogue: catalogue, fs: tree, pickles: features[0].Pickles}, nil
}

// pickRecorded finds the scenario again, although its line may have moved.
func pickRecorded(f *gherkin.Feature, s bundle.Scenario) (*gherkin.Pickle, error) {
	var named []*gherkin.Pickle
	for _, p := range f.Pickles {
		if p.Name == s.Name && p.Line == s.Line {
			return p, nil
		}
		if p.Name == s.Name {
			named = append(named, p)
		}
	}
	switch {
	case len(named) > 0:
		return named[0], nil
	case len(f.Pickles) == 1:
		return f.Pickles[0], nil
	}
	return nil, fmt.Errorf("the feature has no scenario %q any more: keep its name, so that the recording can be found", s.Name)
}

// replay is one scenario that is gone through again.
type replay struct {
	bundle *bundle.Bundle
	file   string
	plan   *plan
	tape   *observe.Tape
	world  *world.World
	tell   *teller
	model  *report.Scenario

	at       int // index of the running step
	running  atomic.Pointer[report.Step]
	acted    int            // how many of the recorded actions are done
	original bool           // all steps so far are as they were recorded
	failures map[int]string // undecided steps: what they lack
	lacked   func(*report.Step, string)
}

// open makes the scenario's world of a recording.
func (r *replay) open(ctx context.Context, hub *observe.Hub) (*world.World, error) {
	client, err := kube.NewOffline(r.bundle.Served, func(request string) error {
		return r.tape.Lack("there is no cluster to answer %s", request)
	})
	if err != nil {
		return nil, err
	}
	c := &cluster.Cluster{Name: r.bundle.Cluster.Name}
	for _, n := range r.bundle.Cluster.Nodes {
		c.Nodes = append(c.Nodes, cluster.Node{Name: n.Name, Hostname: n.Hostname, Role: n.Role, Address: n.Address})
	}
	run := &world.Run{
		ID: r.bundle.Run, Client: client, Hub: hub, Timeouts: r.bundle.Timeouts,
		Nodes: recordedNodes{nodes{c}, r.tape}, Etcd: recordedEtcd{r.bundle.Cluster.Members, r.tape},
	}
	r.tape.Begin(r.bundle.Scenario.Ended, "")
	if err := run.Prepare(ctx); err != nil {
		return nil, err
	}
	s := r.bundle.Scenario
	about := r.plan.scenarioOf(r.plan.pickles[0])
	about.Name, about.URI, about.Line, about.Tags = s.Name, s.URI, s.Line, s.Tags
	w := run.Replay(about, world.State{Namespaces: s.Namespaces}, r.bundle.Answers) //nolint:contextcheck // the watches live as long as the timelines
	r.tape.PlayTo(s.Started)
	return w, nil
}

func (r *replay) run(ctx context.Context, version string) (*report.Run, error) {
	result, models := r.plan.blank()
	pickle := r.plan.pickles[0]
	r.tell.hidden.begin(r.plan, result, models)
	r.model, r.original, r.failures = models[pickle], true, map[int]string{}
	r.tell.hidden.also(r.model, func(m *mask.Mask) *mask.Mask { return m.Values(r.bundle.Hidden...) })
	r.world.Warned = r.tell.warned(r.model, &r.running)
	r.world.Noted = r.tell.noted(r.model, &r.running)
	began := time.Now()
	c := r.bundle.Cluster
	result.ID, result.Started, result.Tool = r.bundle.Run, began, "gherkind "+version
	result.Cluster = report.Cluster{Name: c.Name, Kubernetes: c.Kubernetes, Images: c.Images,
		How: "replayed from " + r.bundle.Scenario.Started.UTC().Format(time.DateTime) + " UTC"}
	for _, n := range c.Nodes {
		result.Cluster.Nodes = append(result.Cluster.Nodes, n.Name)
	}
	r.tell.runStarted(result)
	r.tell.change(r.model, func() { r.model.Started = r.tape.Now() }, func(l report.Listener) { l.ScenarioStarted(r.model) })
	outcome := gherkin.Execute(ctx, pickle, r.plan.catalogue, r.plan.fs, r.hooks())
	r.tell.change(r.model, func() { r.conclude(outcome) }, func(l report.Listener) { l.ScenarioFinished(r.model) })
	result.Ended = time.Now()
	return result, errors.Join(r.tell.runFinished(result), ctx.Err())
}

func (r *replay) conclude(outcome gherkin.Result) {
	s := r.model
	s.Ended, s.Status, s.Namespaces = r.tape.Now(), report.Status(outcome.Status), r.world.Namespaces()
	if step := s.FailedStep(); step != nil {
		s.Failure = step.Failure
	}
	s.Err = r.fault(outcome.Err)
	if r.interrupted(outcome.Err) {
		s.Interrupt()
		s.Err = r.bundle.Scenario.Fault
	}
	if s.Failure != nil {
		s.Failure.More = r.file
	} else if outcome.Err != nil && s.Err == "" {
		s.Err = outcome.Err.Error()
	}
}

// interrupted tells of a step that was ended by an interrupt when it was recorded. Later, nobody knows more.
func (r *replay) interrupted(failed error) bool {
	step := r.model.FailedStep()
	if failed == nil || step == nil || !r.original {
		return false
	}
	past := r.past(slices.Index(r.model.Steps, step))
	return past != nil && past.Status == string(report.Interrupted)
}

// fault says why a failure is not the scenario's own: what it asks for was not seen, or the run has found another fault
// when the same step failed.
func (r *replay) fault(failed error) string {
	step := r.model.FailedStep()
	if failed == nil || step == nil {
		return ""
	}
	if errors.Is(failed, observe.ErrUnobserved) {
		return failed.Error()
	}
	past := r.past(slices.Index(r.model.Steps, step))
	if r.original && past != nil && past.Status == string(report.Failed) && r.bundle.Scenario.Fault != "" {
		return r.bundle.Scenario.Fault
	}
	if missed, is := errors.AsType[*observe.Missed](failed); is && missed.Blind != nil && !breaksNodes(r.bundle.Scenario.Tags) {
		return (&observe.Unseen{Blind: *missed.Blind, Why: saysNothing}).Error()
	}
	return ""
}
