package grade

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/submission"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// Place says where, and with what, the work of a student is judged.
type Place struct {
	Exercise *exercise.Exercise
	Bench    *engine.Bench
	// Keep, if set, is a folder for what is observed for each judged criterion; see [Kept].
	Keep string
}

// live judges on a cluster.
type live struct {
	Place
	namespace string                                    // namespace of the student's work
	copy      func(context.Context, *world.World) error // applies the student's work in the scenario's own namespace
}

// Locks implements Bench.
func (l *live) Locks(p *gherkin.Pickle) []string { return l.Bench.Locks(p.Tags) }

// Judge implements Bench. A read-only criterion is judged in the student's namespace; one that changes something, in a copy.
func (l *live) Judge(ctx context.Context, c *exercise.Criterion) (*report.Scenario, error) {
	trial := engine.Trial{Plan: l.Exercise.Plan, Pickle: c.Pickle}
	if l.Keep != "" {
		trial.Keep = filepath.Join(l.Keep, c.ID)
	}
	if !c.Copy {
		trial.Given = map[string]string{"": l.namespace}
		return l.Bench.Try(ctx, trial), nil
	}
	if why := l.Bench.OnlyLooks(); why != nil {
		return nil, fmt.Errorf("the criterion changes something, so it is judged in a copy of the namespace, which these credentials may not make: %w", why)
	}
	var refused error
	trial.Before = func(ctx context.Context, w *world.World) error {
		err := l.copy(ctx, w)
		if refuses(err) {
			refused = err
		}
		return err
	}
	s := l.Bench.Try(ctx, trial)
	if refused != nil {
		return s, &Rejected{refused}
	}
	return s, nil
}

// inNamespace returns a bench for the student's work in a namespace.
func (p Place) inNamespace(ctx context.Context, namespace string) (Bench, error) {
	e, b := p.Exercise, p.Bench
	kind, err := b.Client().KindByName(ctx, "namespace")
	if err != nil {
		return nil, err
	}
	there, err := b.Client().Get(ctx, kube.Ref{Kind: kind, Name: namespace})
	if err != nil {
		return nil, err
	}
	if there == nil {
		return nil, &NoNamespace{namespace}
	}
	l := &live{Place: p, namespace: namespace}
	l.copy = func(ctx context.Context, w *world.World) error {
		m, err := built(ctx, b.Client(), namespace, e)
		if err != nil || m == nil {
			return errors.Join(err, harden(ctx, w, e))
		}
		return errors.Join(harden(ctx, w, e), w.Apply(ctx, m))
	}
	return l, nil
}

// NoNamespace says that the student's namespace does not exist.
type NoNamespace struct{ Name string }

func (n *NoNamespace) Error() string {
	return fmt.Sprintf("there is no namespace %q in the cluster: name the one in which the student works, --namespace", n.Name)
}

// OfSubmission applies a submission in a new namespace, and judges it there. The namespace is deleted afterwards; a grade counts
// even if that fails, which the error says.
func (p Place) OfSubmission(ctx context.Context, s *submission.Submission, o Options) (g *marks.Grade, err error) {
	err = p.onSubmission(ctx, s, func(ctx context.Context, b Bench) { g = Run(ctx, p.Exercise, b, o) })
	return countable(g, err)
}

// countable returns no grade if other runs may have considered this one dead, and may have deleted what was graded. No other
// error besides a grade says anything about it.
func countable(g *marks.Grade, err error) (*marks.Grade, error) {
	if _, lost := errors.AsType[*runlock.Lost](err); lost {
		return nil, err
	}
	return g, err
}

// onSubmission applies a submission in a new namespace, and calls do with a bench for it.
func (p Place) onSubmission(ctx context.Context, s *submission.Submission, do func(context.Context, Bench)) error {
	e, b := p.Exercise, p.Bench
	if why := b.OnlyLooks(); why != nil {
		return fmt.Errorf("a submission is judged in a new namespace, which these credentials may not create: %w", why)
	}
	var copies []*kube.Manifest
	for _, m := range s.Manifests {
		own, err := copyOf(m)
		if err != nil {
			return err
		}
		copies = append(copies, own)
	}
	bring := func(ctx context.Context, w *world.World, manifests []*kube.Manifest) error {
		if err := harden(ctx, w, e); err != nil {
			return err
		}
		for _, m := range manifests {
			if err := w.Apply(ctx, m); err != nil {
				return err
			}
		}
		return nil
	}
	return b.Hold(ctx, e.Name, func(ctx context.Context, w *world.World) error {
		err := bring(ctx, w, s.Manifests)
		if refuses(err) {
			do(ctx, rejecting{&Rejected{err}})
			return nil
		}
		if err != nil {
			return err
		}
		name, err := w.Namespace(ctx, "")
		if err != nil {
			return err
		}
		do(ctx, &live{
			Place: p, namespace: name, copy: func(ctx context.Context, w *world.World) error { return bring(ctx, w, copies) },
		})
		return nil
	})
}

// refuses reports whether the cluster refuses the student's objects: the API server does, or it serves their kind only with
// another apiVersion. That it does not serve an allowed kind at all is not the student's fault.
func refuses(err error) bool {
	if unknown, is := errors.AsType[*kube.UnknownKindError](err); is {
		return unknown.InOtherVersion()
	}
	_, is := errors.AsType[*kube.ApplyError](err)
	return is && !takenByOthers(err)
}

// takenByOthers reports whether a refusal is caused by another namespace: a fixed node port that is in use. That is not the
// student's fault.
func takenByOthers(err error) bool {
	return strings.Contains(err.Error(), "provided port is already allocated")
}

// rejecting is the bench for a submission that the cluster refused.
type rejecting struct{ why *Rejected }

// Judge implements Bench.
func (r rejecting) Judge(context.Context, *exercise.Criterion) (*report.Scenario, error) {
	return nil, r.why
}

// Locks implements Bench.
func (r rejecting) Locks(*gherkin.Pickle) []string { return nil }
