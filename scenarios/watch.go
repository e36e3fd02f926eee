package scenarios

import (
	"context"
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/internal/watch"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Watcher is notified of what a watch does.
type Watcher interface {
	// Round is called with the options of the next run, to which it adds listeners. The function that it returns is called
	// when the run has ended.
	Round(*Options) (ended func() error, err error)
	// Refused is called with the reason why nothing can run until another file is saved.
	Refused(error)
	// Waiting is called when nothing runs until a file is saved in one of the watched folders, whose number it gets.
	Waiting(folders int)
}

// Watch runs the scenarios. Each time a file is saved, it runs those that are new or whose text or manifests have changed. If
// one of them changes during a run, the run is interrupted; the changed scenarios run first, then those that it had not
// started. Watch ends with the context, or when the cluster cannot be used.
func Watch(ctx context.Context, options Options, w Watcher) (err error) {
	if o, err := options.withDefaults(); err == nil && (options.FS != nil || !tree.OfMachine(o.FS)) {
		return &UsageError{Err: errors.New("--watch waits until features are saved, but these are built into gherkind: specify your own features")}
	}
	files, err := watch.New(ctx, func(name string) bool {
		return slices.Contains([]string{".feature", ".yaml", ".yml", ".json"}, filepath.Ext(name))
	})
	if err != nil {
		return &cluster.EnvironmentError{Err: err}
	}
	defer func() { err = errors.Join(err, files.Close()) }()
	a := &watched{options: options, tell: w, files: files, ran: map[scenarioKey]string{}}
	for first := true; ctx.Err() == nil; first = false {
		if err := a.round(ctx, first); err != nil {
			return err
		}
	}
	return nil
}

// scenarioKey identifies a scenario, whatever its line.
type scenarioKey struct{ uri, name string }

// watched is the state of a watch.
type watched struct {
	options Options
	tell    Watcher
	files   *watch.Folders
	ran     map[scenarioKey]string // fingerprints of what has been run
}

// planned is a plan of the current files.
type planned struct {
	options Options
	plan    *plan.Plan
	prints  map[*gherkin.Pickle]string
}

// load reads the features, and watches the folders of features and manifests.
func (a *watched) load(ctx context.Context) (*planned, error) {
	o, p, err := a.options.plan()
	if follow := a.follow(ctx, o, p); follow != nil {
		return nil, follow
	}
	if err != nil {
		return nil, err
	}
	now := &planned{o, p, map[*gherkin.Pickle]string{}}
	for _, pickle := range p.Pickles {
		if now.prints[pickle], err = plan.Fingerprint(pickle); err != nil {
			return nil, err
		}
	}
	return now, nil
}

// follow watches the folders of the given paths, of the features, and of manifests.
func (a *watched) follow(ctx context.Context, o Options, p *plan.Plan) error {
	whole, single := append([]string{tree.DefaultPath, "manifests"}, o.Manifests...), []string{}
	for _, asked := range o.Paths {
		name, _ := gherkin.SplitLines(asked)
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			whole = append(whole, name)
		} else {
			single = append(single, path.Dir(name))
		}
	}
	if p != nil {
		for _, pickle := range p.Pickles {
			single = append(single, path.Dir(pickle.URI))
			for _, use := range plan.ManifestsOf(pickle) {
				single = append(single, path.Dir(use.Manifest.Path))
				for _, from := range use.Manifest.From {
					single = append(single, path.Dir(from))
				}
			}
		}
	}
	if err := errors.Join(a.files.Follow(ctx, whole...), a.files.FollowOnly(single...)); err != nil && ctx.Err() == nil {
		return &cluster.EnvironmentError{Err: err}
	}
	return nil
}

// changed returns the scenarios whose known text differs, and those whose text is unknown.
func (now *planned) changed(known map[scenarioKey]string) (changed, others []*gherkin.Pickle) {
	for _, pickle := range now.plan.Pickles {
		switch before, is := known[keyOf(pickle)]; {
		case !is:
			others = append(others, pickle)
		case before != now.prints[pickle]:
			changed = append(changed, pickle)
		}
	}
	return changed, others
}

func keyOf(p *gherkin.Pickle) scenarioKey { return scenarioKey{p.URI, p.Name} }

// round runs what has changed, otherwise what has not been run; if there is nothing, it waits until a file is saved.
func (a *watched) round(ctx context.Context, first bool) error {
	if first && a.options.Failed {
		if err := a.onlyFailed(ctx); err != nil {
			return err
		}
	}
	now, err := a.load(ctx)
	var usage *UsageError
	switch {
	case errors.As(err, &usage) && (!first || errors.As(err, new(gherkin.Problems))):
		return a.wait(ctx, func() { a.tell.Refused(usage) })
	case err != nil:
		return err
	}
	chosen, others := now.changed(a.ran)
	if len(chosen) == 0 {
		chosen = others
	}
	if len(chosen) == 0 {
		return a.wait(ctx, func() { a.tell.Waiting(a.files.Len()) })
	}
	now.plan.Keep(func(p *gherkin.Pickle) bool { return slices.Contains(chosen, p) })
	return a.run(ctx, now)
}

// onlyFailed treats scenarios that passed in their last run as already run, so that they run only after a change.
func (a *watched) onlyFailed(ctx context.Context) error {
	failed, err := a.load(ctx)
	if err != nil && !errors.As(err, new(*NothingFailedError)) {
		return err
	}
	a.options.Failed = false
	all, err := a.load(ctx)
	if err != nil {
		return err
	}
	a.remember(all, nil, false)
	if failed != nil {
		for _, pickle := range failed.plan.Pickles {
			delete(a.ran, keyOf(pickle))
		}
	}
	return nil
}

// wait returns when a file is saved, or the context ends.
func (a *watched) wait(ctx context.Context, tell func()) error {
	tell()
	select {
	case <-ctx.Done():
	case <-a.files.Changed:
	}
	if err := a.files.Err(); err != nil {
		return &cluster.EnvironmentError{Err: err}
	}
	return nil
}

// run runs a plan until it ends, or a file changes what it runs.
func (a *watched) run(ctx context.Context, now *planned) error {
	o := now.options
	ended, err := a.tell.Round(&o)
	if err != nil {
		return err
	}
	if err := a.connect(ctx, now, &o); err != nil {
		return errors.Join(err, ended())
	}
	known := maps.Clone(a.ran)
	for pickle, print := range now.prints {
		known[keyOf(pickle)] = print
	}
	running, stop := context.WithCancel(ctx)
	superseded := make(chan bool)
	go func() { superseded <- a.superseded(running, known, stop) }()
	result, err := engine.Run(running, now.plan, o.engine())
	stop()
	stopped := <-superseded
	if stopped && result == nil {
		return ended() // it ended before anything was run: the next run reports what else was wrong
	}
	err = errors.Join(err, ended())
	var usage *UsageError
	switch {
	case errors.As(err, &usage):
		a.tell.Refused(usage)
	case err != nil:
		return err
	}
	a.remember(now, result, stopped)
	return nil
}

// connect brings the cluster up once, for all runs.
func (a *watched) connect(ctx context.Context, now *planned, o *Options) error {
	if a.options.Connected == nil && now.plan.Groups(o.Cluster)[0].Topology == "" {
		c, err := cluster.Up(ctx, now.plan.Groups(o.Cluster)[0].Cluster)
		if err != nil {
			return err
		}
		a.options.Connected = c
	}
	o.Connected = a.options.Connected
	return nil
}

// superseded ends a run when a saved file changes the known text of a scenario. It reports whether it did.
func (a *watched) superseded(ctx context.Context, known map[scenarioKey]string, stop func()) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case <-a.files.Changed:
		}
		now, err := a.load(ctx)
		if err != nil {
			continue // reported after the run has ended
		}
		if changed, _ := now.changed(known); len(changed) > 0 {
			stop()
			return true
		}
	}
}

// remember records what has been run. For a run that was ended by a change, that is what had finished.
func (a *watched) remember(now *planned, result *report.Run, stopped bool) {
	for i, pickle := range now.plan.Pickles {
		if stopped && slices.Contains([]report.Outcome{report.OutcomeNotRun, report.OutcomeInterrupted}, result.Scenarios[i].Outcome()) {
			continue
		}
		a.ran[keyOf(pickle)] = now.prints[pickle]
	}
}
