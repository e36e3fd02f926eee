package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Elsewhere runs scenarios on the run's own cluster in other processes.
type Elsewhere interface {
	// Has reports whether it runs the scenario.
	Has(p *gherkin.Pickle) bool
	// Run runs the scenarios with these IDs, the longest first. It returns when they have ended or will never end, and after it
	// has removed everything that it created. A scenario for which told was not called has not been run.
	Run(ctx context.Context, at Site, ids []string, told Told) error
}

// Site is the cluster of a run, for an implementation of Elsewhere.
type Site struct {
	Run     string // ID of the run
	Client  *kube.Client
	Cluster *cluster.Cluster
	// SetUp is the set-up of the run, which is ready and stays until Elsewhere.Run returns; nil: none.
	SetUp *Joined
	// Repair removes what dead runs, including lost runners, have left.
	Repair func(ctx context.Context) error
}

// Told are callbacks for the progress of scenarios that are run elsewhere. An error means that a result could not be saved.
type Told struct {
	Started  func(id string)
	Finished func(ctx context.Context, id string, s *report.Scenario, evidence []byte) error
	Note     func(format string, args ...any)
}

// elsewhere runs the scenarios of a group that are run elsewhere, and returns the group with the other ones.
func (r *runner) elsewhere(ctx context.Context, s *session, g plan.Group) plan.Group {
	e := r.options.Elsewhere
	if e == nil || ctx.Err() != nil {
		return g
	}
	there := slices.DeleteFunc(slices.Clone(g.Pickles), func(p *gherkin.Pickle) bool { return !e.Has(p) })
	if len(there) == 0 {
		return g
	}
	g.Pickles = slices.DeleteFunc(slices.Clone(g.Pickles), e.Has)
	away := &away{runner: r, at: map[string]*gherkin.Pickle{}}
	var ids []string
	for _, p := range r.inOrder(there) {
		if r.outOfReach(s, p) {
			continue
		}
		away.at[p.ID] = p
		ids = append(ids, p.ID)
	}
	var err error
	if len(ids) > 0 {
		err = e.Run(ctx, r.site(s), ids, Told{Started: away.started, Finished: away.finished, Note: r.tell.Note})
	}
	away.end(ctx, err)
	return g
}

func (r *runner) site(s *session) Site {
	at := Site{Run: s.run.ID, Client: s.run.Client, Cluster: s.cluster, Repair: func(ctx context.Context) error {
		past := s.past()
		if past == nil {
			return nil
		}
		return s.run.Repair(ctx, past)
	}}
	if made := s.run.MadeSetUp(); made != nil {
		at.SetUp = &Joined{Made: *made, Hidden: r.tell.HiddenOfSetUp()}
	}
	return at
}

// outOfReach reports whether a scenario does not support this version of Kubernetes, and then concludes it.
func (r *runner) outOfReach(s *session, p *gherkin.Pickle) bool {
	status, why := plan.Unfit(p.Tags, s.cluster.Kubernetes)
	if why == "" {
		return false
	}
	model := r.models[p]
	r.tell.Change(model, func() { model.Status, model.Err = status, why }, func(l report.Listener) { l.ScenarioFinished(model) })
	return true
}

// away are the scenarios that are run elsewhere.
type away struct {
	*runner
	at map[string]*gherkin.Pickle // those that have not ended
}

func (a *away) started(id string) {
	p := a.at[id]
	if p == nil {
		return
	}
	if model := a.models[p]; model.Started.IsZero() {
		a.tell.Change(model, func() { model.Started = time.Now() }, func(l report.Listener) { l.ScenarioStarted(model) })
	}
}

// finished stores a result and its evidence.
func (a *away) finished(ctx context.Context, id string, s *report.Scenario, evidence []byte) error {
	p := a.at[id]
	if p == nil {
		return fmt.Errorf("a result of a scenario that was not asked for, or that has one already: %s", id)
	}
	model := a.models[p]
	if model.URI != s.URI || model.Line != s.Line || s.Status == "" {
		return fmt.Errorf("%s: this is not its result, but that of %s", model.Place(), s.Place())
	}
	delete(a.at, id)
	told := s.Err
	for _, attempt := range append(slices.Clone(s.Earlier), s) {
		if fault := a.machineAwayFromPod(ctx, attempt); fault != nil {
			attempt.Err = fault.Error()
		}
	}
	kept, err := a.keep(s, evidence)
	if err == nil && kept != "" && s.Err != told {
		err = blame(kept+bundle.Extension, s.Err)
	}
	s.Bundle = kept
	if s.FailedStep() != nil {
		s.Kubectl = kubectl(a.session.cluster)
	}
	if s.Failure != nil {
		s.Failure.More = ""
		if kept != "" {
			s.Failure.More = moreIn(kept)
		}
	}
	for _, failed := range s.Earlier { // only the last attempt comes with its evidence
		failed.Bundle = ""
		if failed.Failure != nil {
			failed.Failure.More = ""
		}
	}
	a.tell.Change(model, func() { *model = *s }, func(l report.Listener) { l.ScenarioFinished(model) })
	a.halt(model)
	return err
}

// moreIn describes where the evidence of a failure is.
func moreIn(dir string) string {
	return dir + string(filepath.Separator) + " (objects, events, logs, timeline); gherkind replay " + dir + bundle.Extension
}

// keep writes the evidence of a failure next to that of local scenarios.
func (a *away) keep(s *report.Scenario, evidence []byte) (dir string, err error) {
	if len(evidence) == 0 || a.evidence == nil {
		return "", nil
	}
	dir = filepath.Join(a.evidence.Dir, a.folder(s))
	if err := os.WriteFile(dir+bundle.Extension, evidence, 0o600); err != nil {
		return "", fmt.Errorf("keep the evidence: %w", err)
	}
	if err := bundle.Extract(dir+bundle.Extension, dir); err != nil {
		return "", fmt.Errorf("keep the evidence: %w", err)
	}
	return dir, nil
}

// blame adds to the evidence why the failure was not the scenario's own, so that a replay says so too.
func blame(file, fault string) error {
	b, err := bundle.Read(file)
	if err == nil {
		b.Scenario.Fault = fault
		err = b.Write(file)
	}
	if err != nil {
		return fmt.Errorf("add the fault to the evidence: %w", err)
	}
	return nil
}

// errNoRunner is the error of a scenario that no runner has finished.
var errNoRunner = errors.New("no runner has run it")

// end concludes the scenarios that have not ended.
func (a *away) end(ctx context.Context, why error) {
	for _, p := range a.plan.Pickles {
		if a.at[p.ID] != p {
			continue
		}
		model := a.models[p]
		a.tell.Change(model, func() {
			switch {
			case ctx.Err() != nil && !model.Started.IsZero():
				model.Status, model.Err = report.Interrupted, "interrupted"
			case ctx.Err() != nil, a.halted.Load() != nil:
				model.Status, model.Err = report.Skipped, ""
			default:
				model.Status, model.Err = report.Failed, errNoRunner.Error()
				if why != nil {
					model.Err += ": " + why.Error()
				}
			}
		}, func(l report.Listener) { l.ScenarioFinished(model) })
	}
	if why != nil && ctx.Err() == nil {
		a.tell.Change(nil, func() { a.awayErr = errors.Join(a.awayErr, why) }, func(report.Listener) {})
	}
}
