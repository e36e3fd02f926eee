package scenarios

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/oncluster"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/step"
)

// OnCluster has pods of the cluster run the scenarios, as far as pods can.
type OnCluster struct {
	// Runners is how many pods there are; 0 means DefaultRunners. There are never more than scenarios.
	Runners int
	// Image has gherkind as its entrypoint, in the version of this program. It is necessary for external clusters. For clusters that gherkind
	// has made, it is built from this program and loaded into the nodes if it is empty.
	Image string
	// Results is a bucket of an S3-compatible store for the results, as s3://BUCKET/PREFIX, instead of ConfigMaps. Where the store is and
	// who may use it is in the environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
	Results string
}

// DefaultRunners is how many pods run scenarios if OnCluster does not say.
const DefaultRunners = 4

// check finds options that cannot be combined.
func (o Options) checkOnCluster() error {
	switch on := o.OnCluster; {
	case on.Runners < 0 || on.Runners > oncluster.MostRunners:
		return fmt.Errorf("--runners %d: there may be 1 to %d", on.Runners, oncluster.MostRunners)
	case o.Cluster.Foreign() && on.Image == "":
		return errors.New("--on-cluster: the nodes of an external cluster have no image of gherkind: name one with --runner-image, of the same version as this program")
	case oncluster.CheckResults(on.Results, os.Getenv) != nil:
		return fmt.Errorf("--results: %w", oncluster.CheckResults(on.Results, os.Getenv))
	case o.Pause != nil:
		return errors.New("--pause-on-failure keeps a scenario waiting for a person, and --on-cluster runs it in a pod: use only one of them")
	}
	return nil
}

// deployment is what is made on the cluster, but for what only the run knows, with the plan of the scenarios that pods run.
func (o Options) deployment(p *plan.Plan) (oncluster.Deployment, *plan.Plan, error) {
	there := p.Only(func(pickle *gherkin.Pickle) bool { return p.StaysHere(pickle) == "" })
	d := oncluster.Deployment{Image: o.OnCluster.Image, Credentials: oncluster.Credentials(o.OnCluster.Results, os.Getenv)}
	var err error
	if d.Needs, err = there.NeedsOfRunners(); err != nil {
		return d, nil, err
	}
	d.Needs = journalled(d.Needs)
	d.Task = o.task(there)
	d.Task.Files, err = o.seen.Files()
	if err != nil {
		err = &UsageError{Err: fmt.Errorf("--on-cluster: %w; runners have the files below it: start gherkind in a folder above all of them", err)}
	}
	return d, there, err
}

// journalled are permissions with those to do what lost runners have written down.
func journalled(needs []plan.Need) []plan.Need {
	for i := range needs {
		if needs[i].Namespace != "" && needs[i].Resource == "configmaps" {
			needs[i].Verbs = []string{"create", "delete", "get", "list", "patch"}
		}
	}
	return needs
}

func (o Options) task(p *plan.Plan) oncluster.Task {
	t := oncluster.Task{
		Version: o.Version, Foreign: o.Cluster.Foreign(), Kubernetes: o.Cluster.Kubernetes, NodeImage: o.Cluster.NodeImage,
		Cluster: o.Cluster.UsedName(), Runners: o.OnCluster.Runners, Results: o.OnCluster.Results,
		Paths: o.Paths, Manifests: o.Manifests, Values: o.Values, Tags: o.Tags, Retry: o.Retry, Repeat: o.Repeat,
		FailFast: o.FailFast, FlakyFails: o.FlakyFails, Patient: o.Patient, Keep: o.KeepOnFailure, AllowChanges: o.AllowChanges,
		Timeouts: o.Timeouts, ScenarioTimeout: o.ScenarioTimeout, SetUp: o.setUp,
	}
	if t.Runners == 0 {
		t.Runners = DefaultRunners
	}
	if o.Parallel > 0 {
		t.Parallel = (o.Parallel + t.Runners - 1) / t.Runners
	}
	for _, pickle := range p.Pickles {
		t.IDs = append(t.IDs, pickle.ID)
	}
	return t
}

// elsewhere has pods run the scenarios that they can run, and says which they cannot run.
func (o Options) elsewhere(p *plan.Plan) (engine.Elsewhere, error) {
	if err := o.checkOnCluster(); err != nil {
		return nil, &UsageError{Err: err}
	}
	d, there, err := o.deployment(p)
	if err != nil {
		return nil, err
	}
	r := &oncluster.Runners{Deployment: d, IDs: map[string]bool{}, Here: stayHere(p)}
	for _, pickle := range there.Pickles {
		r.IDs[pickle.ID] = true
	}
	r.Image = func(ctx context.Context, c *cluster.Cluster, run string) (string, error) {
		image, err := cluster.NewRunner()
		if err != nil {
			return "", err
		}
		used := o.Cluster
		used.Run = run
		return image.Name(), cluster.LoadRunner(ctx, used, c, image)
	}
	return r, nil
}

// stayHere lists which scenarios the command itself runs, and why.
func stayHere(p *plan.Plan) []string {
	count, order := map[string]int{}, []string{}
	for _, pickle := range p.Pickles {
		why := p.StaysHere(pickle)
		if why == "" {
			continue
		}
		if count[why]++; count[why] == 1 {
			order = append(order, why)
		}
	}
	lines := make([]string, 0, len(order))
	for _, why := range order {
		lines = append(lines, fmt.Sprintf("%s, as %s", words.Times("scenario", count[why]), why))
	}
	return lines
}

// OnClusterManifests are the manifests of what a run on the cluster creates. No cluster is contacted.
func OnClusterManifests(options Options) (string, error) {
	o, p, err := options.plan()
	if err != nil {
		return "", err
	}
	if err := o.checkOnCluster(); err != nil {
		return "", &UsageError{Err: err}
	}
	d, _, err := o.deployment(p)
	if err != nil {
		return "", err
	}
	if d.Image == "" {
		image, err := cluster.NewRunner()
		if err != nil {
			return "", err
		}
		d.Image = image.Name()
	}
	d.Task.Run, d.Task.Runners = "example", min(d.Task.Runners, len(d.Task.IDs))
	return d.Print()
}

// RunInPod runs scenarios in a pod that a run with OnCluster has made, with the same step definitions of a project. Getenv reads the
// environment of the pod.
func RunInPod(ctx context.Context, version string, own []step.Group, listeners []report.Listener, getenv func(string) string) error {
	t, err := oncluster.ReadTask(oncluster.TaskDir)
	if err != nil {
		return err
	}
	if t.Version != version {
		return fmt.Errorf("this image has gherkind %s, and the run is of gherkind %s: name an image of that version with --runner-image", version, t.Version)
	}
	o := optionsOf(t, listeners)
	o.Steps = own
	o, p, err := o.plan()
	if err != nil {
		return err
	}
	if (p.SetUp == nil) != (t.Joins == nil) {
		return errors.New("the runner finds another set-up than the command")
	}
	if unknown := p.Order(t.IDs); len(unknown) > 0 {
		return fmt.Errorf("the runner finds other scenarios than the command: it lacks %s", strings.Join(unknown, ", "))
	}
	return o.runInPod(ctx, t, p, oncluster.Pod{Name: getenv(oncluster.PodName), UID: getenv(oncluster.PodUID)}, getenv)
}

func optionsOf(t *oncluster.Task, listeners []report.Listener) Options {
	o := Options{
		FS: t.Files, Paths: t.Paths, Manifests: t.Manifests, Values: t.Values, Tags: t.Tags, Parallel: t.Parallel, Retry: t.Retry, Repeat: t.Repeat,
		FailFast: t.FailFast, FlakyFails: t.FlakyFails, Patient: t.Patient, KeepOnFailure: t.Keep, AllowChanges: t.AllowChanges,
		Timeouts: t.Timeouts, ScenarioTimeout: t.ScenarioTimeout, Version: t.Version, Listeners: listeners, setUp: t.SetUp,
	}
	o.Cluster.Name, o.Cluster.Kubernetes, o.Cluster.NodeImage = t.Cluster, t.Kubernetes, t.NodeImage
	if t.Foreign {
		o.Cluster = cluster.Options{Context: t.Cluster}
	}
	return o
}

func (o Options) runInPod(ctx context.Context, t *oncluster.Task, p *plan.Plan, pod oncluster.Pod, getenv func(string) string) error {
	c, err := cluster.Within(ctx, t.Cluster, t.Images)
	if err != nil {
		return err
	}
	o.Connected = c
	runner, queue, err := oncluster.Begin(ctx, t, c.Config, pod, getenv)
	if err != nil {
		return err
	}
	defer queue.Close()
	ctx, leave, err := oncluster.Attend(ctx, t.Run, c.Config)
	if err != nil {
		return err
	}
	defer leave()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	e := o.engine()
	e.Share, e.Sharers, e.Joins = queue, t.Runners, t.Joins
	e.Begun = func(ask func() (string, []string)) {
		if run, _ := ask(); runner.Began(ctx, run) != nil {
			stop(errors.New("the command cannot be told that this runner has begun"))
		}
	}
	result, err := engine.Run(ctx, p, e)
	if err != nil {
		return err
	}
	err = runner.Ended(context.WithoutCancel(ctx), result.Err)
	if why := context.Cause(ctx); !errors.Is(why, oncluster.ErrAbandoned) { // nobody wants another runner then
		err = errors.Join(err, why)
	}
	return err
}
