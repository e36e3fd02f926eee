package replay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"sync/atomic"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/dispatch"
	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/nodes"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Options say what to replay; see scenarios.ReplayOptions.
type Options struct {
	Bundle    string
	Feature   string
	Catalogue *step.Catalogue // nil: gherkind's own
	Listeners []report.Listener
	Lacked    func(check *report.Step, lacks string)
	Version   string
}

// Run judges the checks of a recorded scenario again, without a cluster. Actions keep their recorded outcomes; checks see the
// recorded observations, with the timestamps of the recording. A check that needs more than was recorded is Pending: it neither
// passes nor fails. The error is a [*plan.UsageError] if the bundle or the feature cannot be used.
func Run(ctx context.Context, o Options) (*report.Run, error) {
	b, err := bundle.Read(o.Bundle)
	if err != nil {
		return nil, &plan.UsageError{Err: err}
	}
	p, err := planOf(b, o.Feature, o.Catalogue)
	if err != nil {
		return nil, &plan.UsageError{Err: err}
	}
	hub, tape := observe.Replay(ctx, b.Recording())
	defer hub.Stop()
	r := &replay{bundle: b, file: o.Bundle, plan: p, tape: tape, tell: dispatch.New(o.Listeners), lacked: o.Lacked}
	if r.world, err = r.open(ctx, hub); err != nil {
		return nil, &plan.UsageError{Err: fmt.Errorf("the bundle %s cannot be replayed: %w", o.Bundle, err)}
	}
	return r.run(ctx, o.Version)
}

// planOf returns a plan of the bundle's only scenario, checked as before a run.
func planOf(b *bundle.Bundle, edited string, steps *step.Catalogue) (*plan.Plan, error) {
	files := tree.Files(maps.Clone(b.Files))
	if edited != "" {
		data, err := os.ReadFile(edited)
		if err != nil {
			return nil, fmt.Errorf("read the edited feature: %w", err)
		}
		files[b.Scenario.URI] = data
	}
	features, err := gherkin.Load(files, []string{b.Scenario.URI})
	if err != nil {
		return nil, err
	}
	pickle, err := pickRecorded(features[0], b.Scenario)
	if err != nil {
		return nil, err
	}
	p, err := plan.One(features[0], pickle, plan.Options{FS: files, Manifests: foldersOf(b.Files), Values: b.Scenario.Values, Catalogue: steps})
	if err != nil && edited == "" && slices.ContainsFunc(pickle.Steps, isUndefined) {
		err = fmt.Errorf("%w\nit was recorded by a program that has these steps: if they are steps of a project, replay it with that program", err)
	}
	return p, err
}

// isUndefined reports whether no definition matches a step.
func isUndefined(s gherkin.Step) bool {
	_, err := s.Match()
	return errors.As(err, new(*step.UndefinedError))
}

// foldersOf returns all folders that contain files: the settings of the run may have named any of them as a folder of
// manifests.
func foldersOf(files map[string][]byte) []string {
	found := map[string]bool{}
	for name := range files {
		for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
			found[dir] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// pickRecorded finds the recorded scenario in the feature, even if its line has moved.
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

// replay is one scenario that is judged again.
type replay struct {
	bundle *bundle.Bundle
	file   string
	plan   *plan.Plan
	tape   *observe.Tape
	world  *world.World
	tell   *dispatch.Dispatcher
	model  *report.Scenario

	at       int // index of the running step
	running  atomic.Pointer[report.Step]
	acted    int            // how many of the recorded actions are done
	original bool           // whether all steps so far are unchanged
	failures map[int]string // undecided steps, and what they lack
	lacked   func(*report.Step, string)
}

// open creates the scenario's world from a recording.
func (r *replay) open(ctx context.Context, hub *observe.Hub) (*world.World, error) {
	client, err := kube.NewOffline(r.bundle.Served, func(request string) error {
		return r.tape.Lack("there is no cluster to answer %s", request)
	})
	if err != nil {
		return nil, err
	}
	c := &cluster.Cluster{Name: r.bundle.Cluster.Name}
	c.Simulated = r.bundle.Cluster.Simulated
	for _, n := range r.bundle.Cluster.Nodes {
		c.Nodes = append(c.Nodes, cluster.Node{Name: n.Name, Hostname: n.Hostname, Role: n.Role, Address: n.Address})
	}
	run := &world.Run{
		ID: r.bundle.Run, Client: client, Hub: hub, Timeouts: r.bundle.Timeouts, Image: r.image,
		Nodes: recordedNodes{nodes.Of(c), r.tape}, Etcd: recordedEtcd{r.bundle.Cluster.Members, r.tape},
	}
	r.tape.Begin(r.bundle.Scenario.Ended, "")
	if err := run.Prepare(ctx); err != nil {
		return nil, err
	}
	s := r.bundle.Scenario
	about := r.plan.ScenarioOf(r.plan.Pickles[0])
	about.Name, about.URI, about.Line, about.Tags = s.Name, s.URI, s.Line, s.Tags
	w := run.Replay(r.tape, about, world.State{Namespaces: s.Namespaces, SetUp: s.SetUp}, r.bundle.Answers)
	r.tape.PlayTo(s.Started)
	return w, nil
}

// image returns the name of an image in the cluster.
func (r *replay) image(name string) string { return cmp.Or(r.bundle.Cluster.Images[name], name) }

func (r *replay) run(ctx context.Context, version string) (*report.Run, error) {
	result, models := r.plan.Result()
	pickle := r.plan.Pickles[0]
	r.tell.Begin(r.plan, result, models)
	r.model, r.original, r.failures = models[pickle], true, map[int]string{}
	r.tell.Hide(r.model, r.bundle.Hidden)
	r.world.Warned = r.tell.Warned(r.model, &r.running)
	r.world.Noted = r.tell.Noted(r.model, &r.running)
	began := time.Now()
	c := r.bundle.Cluster
	result.ID, result.Started, result.Tool = r.bundle.Run, began, "gherkind "+version
	how := say.Textf("replayed from %s UTC", r.bundle.Scenario.Started.UTC().Format(time.DateTime))
	result.Cluster = report.Cluster{Name: c.Name, Kubernetes: c.Kubernetes, Images: c.Images, How: how.String(), HowText: how}
	for _, n := range c.Nodes {
		result.Cluster.Nodes = append(result.Cluster.Nodes, n.Name)
	}
	r.tell.RunStarted(result)
	r.tell.Change(r.model, func() { r.model.Started = r.tape.Now() }, func(l report.Listener) { l.ScenarioStarted(r.model) })
	outcome := gherkin.Execute(ctx, pickle, r.hooks())
	r.tell.Change(r.model, func() { r.conclude(outcome) }, func(l report.Listener) { l.ScenarioFinished(r.model) })
	result.Ended = time.Now()
	return result, errors.Join(r.tell.RunFinished(result), ctx.Err())
}

func (r *replay) conclude(outcome gherkin.Result) {
	s := r.model
	s.Ended, s.Status, s.Namespaces = r.tape.Now(), outcome.Status, r.world.Namespaces()
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

// interrupted reports whether a step was ended by an interrupt when it was recorded. A replay knows no more than that.
func (r *replay) interrupted(failed error) bool {
	step := r.model.FailedStep()
	if failed == nil || step == nil || !r.original {
		return false
	}
	past := r.past(slices.Index(r.model.Steps, step))
	return past != nil && past.Status == string(report.Interrupted)
}

// fault returns why a failure is not the scenario's own: it needs something that was not observed, or the run found another
// fault when the same step failed.
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
	if missed, is := errors.AsType[*observe.Missed](failed); is && missed.Blind != nil && !r.world.StoppedControl() {
		return (&observe.Unseen{Blind: *missed.Blind, Why: engine.SaysNothing}).Error()
	}
	return ""
}
