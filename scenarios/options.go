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
	"github.com/gherkind/gherkind/steps/world"
)

// StateDir holds what a run leaves in the working folder: the kubeconfig of
// its cluster, and what was seen of the scenarios that failed last.
const StateDir = ".gherkind"

// DefaultScenarioTimeout is several times what the slowest scenarios take, those tagged @slow.
const DefaultScenarioTimeout = project.DefaultScenarioTimeout

// Options says what to run, and where. The zero value runs all features of
// the working folder (else those built into gherkind) on the project's own
// kind cluster.
type Options struct {
	// Paths are feature files, folders, or FILE:LINE for one scenario, as seen from FS. Empty: the features folder.
	Paths []string
	// FS holds features/ and manifests/. Nil: the working folder when it has features, else the built-in ones;
	// Paths are then any paths of this machine. A feature elsewhere finds its manifests beside it, in the manifests
	// folders above it, and in that of the working folder.
	FS fs.FS
	// Manifests are folders, as seen from FS, in which manifests are looked for besides those.
	Manifests []string
	// Values are given to all scenarios, which ask for them by $(value:NAME) in steps and manifests.
	Values map[string]string
	// Tags is a Cucumber tag expression, such as "@L1 and not @slow". Empty: all scenarios.
	Tags string
	// Parallel is how many scenarios run at a time; 0 means adapts to CPU load, at most four for each core,
	// between 4 and 16; beyond one for each core, and two, only as far as the CPU has time left.
	Parallel int
	// Cluster says which cluster; see cluster.Options.
	Cluster cluster.Options
	// AllowChanges names cluster-scoped objects, each as KIND/NAME, that scenarios may change and delete though they have
	// not made them. Nothing of that is undone.
	AllowChanges []string
	// AllowNodeChanges lets scenarios label, taint, cordon and drain the nodes of a cluster that gherkind has not made.
	// That is undone when the scenario ends. On clusters of gherkind's own they always may.
	AllowNodeChanges bool
	// AllowCommands lets scenarios run commands on this machine.
	AllowCommands bool
	// Connected, when set, is what cluster.Up has returned for Cluster, and is taken as it is: so that many runs after
	// or beside each other look at one cluster's state only once. Scenarios that want an add-on which Up was not asked
	// for, or another topology, have their cluster brought up as without it.
	Connected *cluster.Cluster
	// Timeouts bound the waits; the zero value means world.DefaultTimeouts.
	Timeouts world.Timeouts
	// ScenarioTimeout is how long the steps of one scenario may take together; 0 means DefaultScenarioTimeout. One that
	// takes longer is ended: nothing is known of what it was to prove.
	ScenarioTimeout time.Duration
	// Patient disables failing fast: every wait lasts until its timeout, also when the condition can no longer become true.
	Patient bool
	// KeepOnFailure leaves the namespaces of failed scenarios in the cluster.
	KeepOnFailure bool
	// Pause, when set, is called when a scenario has failed and everything it made is still there. It returns
	// what is to be done then, or when the context ends. It is called for one scenario at a time, while others
	// go on.
	Pause func(ctx context.Context, failed *report.Scenario) Choice
	// Begun, when set, is given for each cluster of the run what tells, at any time, what the run of that ID has begun there
	// and not yet taken back.
	Begun func(ask func() (run string, left []string))
	// Retry is how many times a scenario that failed is tried again, each time in fresh namespaces; see
	// report.Cause for what the attempts say. With package scenariotest, GHERKIND_RETRY is taken for 0.
	Retry int
	// FlakyFails has a scenario that passed only when it was tried again fail the run. With package
	// scenariotest, GHERKIND_FLAKY=fail says so too.
	FlakyFails bool
	// Repeat has each scenario run this many times, each as a scenario of its own; 0 means once. With package scenariotest,
	// GHERKIND_REPEAT is taken for 0.
	Repeat int
	// FailFast starts no scenario after the first that has failed; those that run go on. What is tried again is so at once.
	FailFast bool
	// Failed runs only scenarios that did not pass when they were last run on the cluster. Without any the error is a
	// [*NothingFailedError].
	Failed bool
	// Shard runs a part of the scenarios only, "2/4" the second of four. Which that is follows from the scenarios alone, so that
	// four machines that know nothing of each other run all of them. With package scenariotest, GHERKIND_SHARD is taken for "".
	Shard string
	// ShardTimes is the JSON report of an earlier run. Shards are then as long as each other by the times in it; all of them must
	// be given the same one. With package scenariotest, GHERKIND_SHARD_TIMES is taken along with GHERKIND_SHARD.
	ShardTimes string
	// Around, when set, is called for each scenario and must call run, which runs it: so that each is, say, a test of a
	// test framework. A scenario that is tried again is so at once, within run, and not when all others are done.
	Around func(scenario *report.Scenario, run func())
	// Listeners are told of everything that happens, one call at a time.
	Listeners []report.Listener
	// StateDir is where failures are recorded; empty means StateDir.
	StateDir string
	// Version names the tool in reports.
	Version string

	setUp     *setup.SetUp // what gherkind.yaml has set up once per run
	temporary bool         // a cluster that the run makes is removed after it
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

// plan fills in the defaults, and loads and checks the features.
func (o Options) plan() (Options, *plan.Plan, error) {
	o, err := o.withDefaults()
	if err != nil {
		return o, nil, &UsageError{Err: err}
	}
	p, err := plan.Make(plan.Options{Paths: o.Paths, FS: o.FS, Manifests: o.Manifests, Values: o.Values, Tags: o.Tags, SetUp: o.setUp, Cluster: o.Cluster})
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

// engine are the options that are not spent on the plan.
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
