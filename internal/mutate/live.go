package mutate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios/report"
)

// live is a bench on a cluster.
type live struct {
	suite *Suite
	bench *engine.Bench
}

// Live tries the scenarios of a suite on a cluster.
func Live(s *Suite, b *engine.Bench) Bench { return &live{s, b} }

// Try implements Bench.
func (l *live) Try(ctx context.Context, t Trial) Outcome {
	p, pickle, err := l.suite.altered(t)
	if err != nil {
		return Outcome{Ending: Unsound, Why: err.Error()}
	}
	trial := engine.Trial{Plan: p, Pickle: pickle}
	if trial.Locks, err = l.shared(ctx, t.Case); err != nil {
		return Outcome{Ending: Infrastructure, Why: err.Error()}
	}
	if t.Patience.Times > 0 {
		trial.Bound = func(step int, within time.Duration) time.Duration { return t.Bound(t.Mutant.written(step), within) }
	}
	out := outcomeOf(l.bench.Try(ctx, trial))
	out.Step = t.Mutant.written(out.Step)
	return out
}

// altered returns the scenario of a trial, with the mutant's manifest instead of the original one.
func (s *Suite) altered(t Trial) (*plan.Plan, *gherkin.Pickle, error) {
	files := s.files
	if t.Mutant != nil {
		source := t.Mutant.Source
		files = tree.With(files, source.Path, source.With(t.Mutant.Text))
	}
	features, err := gherkin.Load(files, []string{t.Case.Pickle.URI})
	if err != nil {
		return nil, nil, err
	}
	pickle := features[0].Pickles[t.Case.Index]
	p, err := plan.One(features[0], pickle, plan.Options{FS: files, Manifests: s.Plan.Manifests, Values: s.Plan.Values, Catalogue: s.Plan.Catalogue})
	return p, pickle, err
}

// outcomeOf converts the report of a run.
func outcomeOf(s *report.Scenario) Outcome {
	out := Outcome{Took: s.Duration(), Why: s.Err}
	for _, step := range s.Steps {
		out.Waits = append(out.Waits, Wait{step.Needed, step.Allowed})
	}
	out.Ending = endingOf(s.Outcome())
	if out.Ending != Failed {
		return out
	}
	failed := s.FailedStep()
	if failed == nil {
		return out
	}
	out.Step, out.Text = slices.Index(s.Steps, failed), failed.Keyword+" "+failed.Text
	if f := failed.Failure; f != nil {
		out.Code, out.Saw, out.Within, out.RanOut = f.Code, f.Saw, f.Within, assert.RanOut(f)
		if refused, is := errors.AsType[*kube.ApplyError](f.Err); is {
			out.Ending, out.Why = Refused, refused.Error()
		}
	}
	return out
}

// endingOf returns what an outcome means for a mutant.
func endingOf(o report.Outcome) Ending {
	switch o {
	case report.OutcomePassed, report.OutcomeFlaky:
		return Passed
	case report.OutcomeSkipped:
		return Unfit
	case report.OutcomeInterrupted, report.OutcomeNotRun:
		return NotRun
	case report.OutcomeInfrastructure:
		return Infrastructure
	case report.OutcomeFailed:
	}
	return Failed
}

// Locks implements Bench.
func (l *live) Locks(ctx context.Context, c *Case) ([]string, error) {
	shared, err := l.shared(ctx, c)
	return append(l.bench.Locks(c.Pickle.Tags), shared...), err
}

// shared returns locks for the cluster-scoped objects that the scenario applies: only one trial at a time can have them.
func (l *live) shared(ctx context.Context, c *Case) ([]string, error) {
	var locks []string
	for _, use := range plan.ManifestsOf(c.Pickle) {
		for _, doc := range use.Manifest.Docs {
			gvk := doc.Object.GroupVersionKind()
			kind, err := l.bench.Client().Kind(ctx, gvk)
			unknown := errors.As(err, new(*kube.UnknownKindError)) // its definition is in the manifest
			if err != nil && !unknown {
				return nil, err
			}
			if kind.Namespaced || doc.DeclaresNamespace() {
				continue
			}
			h := fnv.New64a()
			fmt.Fprint(h, gvk.GroupKind().String(), "/", doc.Object.GetName())
			if lock := fmt.Sprintf("object-%x", h.Sum64()); !slices.Contains(locks, lock) {
				locks = append(locks, lock)
			}
		}
	}
	return locks, nil
}

// Ask implements Bench. On an external cluster nothing is asked, as the permission may be missing.
func (l *live) Ask(ctx context.Context, m *Mutant) (Answer, error) {
	changed, err := kube.ParseManifest(m.Source.Path, m.Text)
	if err != nil {
		return Answer{Refused: err.Error()}, nil //nolint:nilerr // that is the answer
	}
	if !l.bench.Ours() {
		return Answer{}, nil
	}
	written, err := kube.ParseManifest(m.Source.Path, m.Source.Text)
	if err != nil {
		return Answer{}, err
	}
	same := len(changed.Docs) == len(written.Docs)
	for i, doc := range changed.Docs {
		if slices.ContainsFunc(written.Docs, func(d kube.Document) bool { return textOf(d.Object) == textOf(doc.Object) }) {
			same = same && textOf(written.Docs[i].Object) == textOf(doc.Object)
			continue
		}
		if doc.DeclaresNamespace() {
			same = false
			continue
		}
		made, err := l.asks(ctx, doc)
		if refused, is := errors.AsType[*kube.ApplyError](err); is {
			return Answer{Refused: refused.Error()}, nil
		}
		if err != nil {
			return Answer{}, err
		}
		if same = same && made != nil; same {
			before, err := l.asks(ctx, written.Docs[i])
			same = err == nil && before != nil && essence(made, doc.Object) == essence(before, written.Docs[i].Object)
		}
	}
	return Answer{Same: same}, nil
}

func textOf(obj *unstructured.Unstructured) string {
	text, _ := json.Marshal(obj.Object) //nolint:errchkjson // it was read from text
	return string(text)
}

// asks sends one object to the API server as a dry run, in a namespace that always exists. It returns the object that would be
// created, or nil if that is unknown.
func (l *live) asks(ctx context.Context, doc kube.Document) (*unstructured.Unstructured, error) {
	const there = "default"
	kind, err := l.bench.Client().Kind(ctx, doc.Object.GroupVersionKind())
	if errors.As(err, new(*kube.UnknownKindError)) {
		return nil, nil //nolint:nilnil // its definition is in the manifest
	}
	if err != nil {
		return nil, err
	}
	doc, err = doc.Render(kube.Rewriter{
		Namespaced: kind.Namespaced, Image: l.bench.Image,
		Namespace: func(string) (string, error) { return there, nil },
		Own:       func(string) (string, bool, error) { return there, true, nil },
	})
	if err != nil {
		return nil, err
	}
	return l.bench.Client().DryRun(ctx, doc.Object)
}

// Cluster implements Bench.
func (l *live) Cluster() string { return l.bench.Cluster() }
