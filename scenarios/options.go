package scenarios

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// StateDir is the folder in the working folder for the files of runs: the kubeconfig of the
// cluster, and the recordings of failed scenarios.
const StateDir = ".gherkind"

// DefaultScenarioTimeout is several times the duration of the slowest scenarios, which are tagged @slow.
const DefaultScenarioTimeout = project.DefaultScenarioTimeout

// Options selects what to run, and where. The zero value runs all features in
// the working folder (or, without any, those built into gherkind) on gherkind's own
// kind cluster.
type Options struct {
	// Paths are feature files, folders, or FILE:LINE for one scenario, relative to FS. If empty, the features folder is used.
	Paths []string
	// FS contains features/ and manifests/. If nil, the working folder is used if it has features, otherwise the built-in
	// ones; Paths may then be any paths on this machine. Manifests of a feature elsewhere are searched for next to it, in
	// the manifests folders above it, and in that of the working folder.
	FS fs.FS
	// Manifests are additional folders to search for manifests, relative to FS.
	Manifests []string
	// Values are available to all scenarios as $(value:NAME) in steps and manifests.
	Values map[string]string
	// Tags is a Cucumber tag expression, such as "@L1 and not @slow". If empty, all scenarios are selected.
	Tags string
	// Parallel is the number of scenarios that run in parallel. If 0, it adapts to CPU load: at most four per core,
	// between 4 and 16, and more than one per core (or two) only while the CPU is not busy.
	Parallel int
	// Cluster selects the cluster; see cluster.Options.
	Cluster cluster.Options
	// Steps are step definitions of this project, which features may use beside gherkind's. Package ownstep has what their
	// functions need. A definition that is invalid, has the name of another one, or could match a text of another one, is a
	// [*UsageError] before anything runs.
	Steps []step.Group
	// AllowChanges lists cluster-scoped objects, each as KIND/NAME, that scenarios may change and delete although they
	// did not create them. These changes are not undone.
	AllowChanges []string
	// AllowNodeChanges lets scenarios label, taint, cordon and drain the nodes of an external cluster.
	// These changes are undone when the scenario ends. On gherkind's own clusters, they are always permitted.
	AllowNodeChanges bool
	// AllowCommands lets scenarios run commands on this machine.
	AllowCommands bool
	// Connected, if set, is the result of cluster.Up for Cluster. It is used without further checks, so that several runs
	// check the state of the cluster only once. For scenarios that need another topology, or an add-on that Up was not asked
	// for, a cluster is brought up as usual.
	Connected *cluster.Cluster
	// Timeouts limit the waits; the zero value means world.DefaultTimeouts.
	Timeouts world.Timeouts
	// ScenarioTimeout is how long the steps of one scenario may take together; 0 means DefaultScenarioTimeout. A scenario
	// that takes longer is ended, and its result is infrastructure.
	ScenarioTimeout time.Duration
	// Patient disables failing fast: every wait lasts until its timeout, even if the condition can no longer become true.
	Patient bool
	// KeepOnFailure leaves the namespaces of failed scenarios in the cluster.
	KeepOnFailure bool
	// Pause, if set, is called when a scenario has failed, before anything is cleaned up. It returns what to do next, at
	// the latest when the context ends. It is called for one scenario at a time, while others keep running.
	Pause func(ctx context.Context, failed *report.Scenario) Choice
	// Begun, if set, is called for each cluster of the run with a function that returns, at any time, the ID of the run and
	// what the run has created or changed in that cluster and not yet cleaned up.
	Begun func(ask func() (run string, left []string))
	// Retry is how many times a failed scenario is retried, each time in new namespaces; report.Cause describes how
	// the attempts are compared. In package scenariotest, GHERKIND_RETRY is used if it is 0.
	Retry int
	// FlakyFails makes the run fail if a scenario passed only on a retry. In package scenariotest, GHERKIND_FLAKY=fail
	// does the same.
	FlakyFails bool
	// Repeat runs each scenario this many times, each time as a separate scenario; 0 means once. In package scenariotest,
	// GHERKIND_REPEAT is used if it is 0.
	Repeat int
	// FailFast starts no more scenarios after the first failure; those that are running are finished. Retries are immediate.
	FailFast bool
	// Failed runs only scenarios that did not pass in their last run on the cluster. If there are none, the error is a
	// [*NothingFailedError].
	Failed bool
	// Shard runs only a part of the scenarios; "2/4" is the second of four. It depends only on the set of scenarios, so that
	// four machines run all of them without communicating. In package scenariotest, GHERKIND_SHARD is used if it is empty.
	Shard string
	// ShardTimes is the JSON report of an earlier run. Scenarios are then divided so that all shards take about the same time;
	// all shards must use the same report. In package scenariotest, GHERKIND_SHARD_TIMES is used together with GHERKIND_SHARD.
	ShardTimes string
	// OnCluster, if set, has pods of the cluster run scenarios.
	OnCluster *OnCluster
	// Around, if set, is called for each scenario and must call run, which runs it. Use it to make each scenario a test of a
	// test framework. Retries are then immediate, within run, and not after all other scenarios.
	Around func(scenario *report.Scenario, run func())
	// Listeners are notified of everything that happens, one call at a time.
	Listeners []report.Listener
	// StateDir is where failures are recorded; empty means StateDir.
	StateDir string
	// Version names the tool in reports.
	Version string

	catalogue *step.Catalogue // of Steps
	setUp     *setup.SetUp    // from gherkind.yaml; applied once per run
	temporary bool            // a cluster that the run creates is deleted after it
	seen      *tree.Recorder  // the files that the plan was read from, for runners
}

func (o Options) withDefaults() (Options, error) {
	if o.Timeouts == (world.Timeouts{}) {
		o.Timeouts = world.DefaultTimeouts()
	}
	if o.ScenarioTimeout == 0 {
		o.ScenarioTimeout = DefaultScenarioTimeout
	}
	if o.StateDir == "" {
		o.StateDir = StateDir
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	var err error
	if o.catalogue, err = catalogueOf(o.Steps); err != nil {
		return o, err
	}
	if o.FS != nil {
		return o, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return o, fmt.Errorf("find the working folder: %w", err)
	}
	if o.FS, o.Paths, err = tree.Rooted(dir, o.Paths); err != nil {
		return o, err
	}
	o.Manifests = tree.Names(o.FS, o.Manifests)
	o.setUp = o.setUp.Seen(func(names []string) []string { return tree.Names(o.FS, names) })
	return o, nil
}

// catalogueOf returns gherkind's definitions and those of a project.
func catalogueOf(own []step.Group) (*step.Catalogue, error) {
	c, err := steps.With(own...)
	if err != nil {
		return nil, fmt.Errorf("the step definitions of this project cannot be used: %w", err)
	}
	return c, nil
}

// plan fills in the defaults, and loads and checks the features.
func (o Options) plan() (Options, *plan.Plan, error) {
	o, err := o.withDefaults()
	if err != nil {
		return o, nil, &UsageError{Err: err}
	}
	if o.OnCluster != nil {
		o.FS, o.seen = tree.Record(o.FS)
	}
	p, err := plan.Make(plan.Options{Paths: o.Paths, FS: o.FS, Manifests: o.Manifests, Values: o.Values, Tags: o.Tags, SetUp: o.setUp, Cluster: o.Cluster, Catalogue: o.catalogue})
	if err != nil {
		return o, nil, &UsageError{Err: err}
	}
	if o.Repeat > 1 && o.Retry > 0 {
		return o, nil, &UsageError{Err: errors.New("--repeat counts how often each scenario passes, and --retry would hide failures: use only one of them")}
	}
	if o.Failed && o.Shard != "" {
		return o, nil, &UsageError{Err: errors.New("--failed is about the runs of this machine, and --shard about those of several: use only one of them")}
	}
	if o.Failed {
		if err := o.keepFailed(p); err != nil {
			return o, nil, err
		}
	}
	p.Repeat(o.Repeat)
	return o, p, o.divide(p)
}

// engine returns the options for the engine, without those that only concern the plan.
func (o Options) engine() engine.Options {
	e := engine.Options{
		Limits: engine.DefaultLimits(), Cluster: o.Cluster, Connected: o.Connected,
		AllowChanges: o.AllowChanges, AllowNodeChanges: o.AllowNodeChanges, AllowCommands: o.AllowCommands,
		Timeouts: o.Timeouts, ScenarioTimeout: o.ScenarioTimeout, Patient: o.Patient,
		KeepOnFailure: o.KeepOnFailure, Temporary: o.temporary, Begun: o.Begun, Around: o.Around,
		Retry: o.Retry, FlakyFails: o.FlakyFails, FailFast: o.FailFast, Listeners: o.Listeners, StateDir: o.StateDir, Version: o.Version,
	}
	if o.Parallel != 0 {
		e.Limits = schedule.Limits{Most: o.Parallel}
	}
	if o.Pause != nil {
		e.Pause = func(ctx context.Context, failed *report.Scenario) (keep, stop bool) {
			choice := o.Pause(ctx, failed)
			return choice == KeepIt, choice == StopRun
		}
	}
	return e
}
