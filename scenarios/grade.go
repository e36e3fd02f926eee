package scenarios

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/submission"
	"github.com/gherkind/gherkind/internal/lab/verify"
	"github.com/gherkind/gherkind/scenarios/report"
)

// GradeOptions select the work to grade. Exactly one of Namespace and Submission must be set.
type GradeOptions struct {
	Namespace  string // the student's; nothing in it is changed
	Submission string // a folder or ZIP file of manifests
	// Keep, if set, is a folder for recordings of each criterion, from which [GradeAgain] judges it again.
	Keep string
	grade.Options
}

// Grade judges a student's work by the criteria of an exercise. Failed criteria, and those that could not be judged, are in the
// marks and are not an error. The error is a [*UsageError] when the namespace or the submission cannot be judged at all. A grade
// counts, even if there is also an error: then, for example, something could not be cleaned up.
func Grade(ctx context.Context, options Options, e *exercise.Exercise, g GradeOptions) (result *marks.Grade, err error) {
	var handedIn *submission.Submission
	if g.Submission != "" {
		handedIn, err = readSubmission(e, g.Submission, nil)
		if refused, is := errors.AsType[*submission.Refusal](err); is {
			return grade.Refused(ctx, e, refused, g.Options), nil
		}
		if err != nil {
			return nil, err
		}
	}
	uid := ""
	err = onBench(ctx, options, e, func(ctx context.Context, b *engine.Bench, o grade.Options) error {
		uid = clusterUID(ctx, b.Client())
		limits := o.Limits
		o = g.Options
		o.Limits = limits
		place := grade.Place{Exercise: e, Bench: b, Keep: g.Keep}
		if handedIn == nil {
			result, err = place.OfNamespace(ctx, g.Namespace, o)
			if _, is := errors.AsType[*grade.NoNamespace](err); is {
				return &UsageError{Err: err}
			}
			return err
		}
		result, err = place.OfSubmission(ctx, handedIn, o)
		return err
	})
	if result != nil {
		result.ClusterUID = uid
	}
	return result, err
}

// VerifyExercise grades the solution, the start state and the wrong answers of an exercise, and reports each difference from
// what the exercise declares.
func VerifyExercise(ctx context.Context, options Options, e *exercise.Exercise, told func(verify.State)) (r *verify.Report, err error) {
	err = onBench(ctx, options, e, func(ctx context.Context, b *engine.Bench, o grade.Options) error {
		r, err = verify.Run(ctx, e, func(ctx context.Context, folder string) (g *marks.Grade, err error) {
			handedIn := &submission.Submission{}
			if folder != "" {
				if handedIn, err = readSubmission(e, folder, e.Fill); errors.As(err, new(*submission.Refusal)) {
					err = &UsageError{Err: fmt.Errorf("the submission is refused: %w", err)} // a wrong answer is one that can be judged
				}
				if err != nil {
					return nil, err
				}
			}
			return grade.Place{Exercise: e, Bench: b}.OfSubmission(ctx, handedIn, o)
		}, told)
		return err
	})
	return r, err
}

// ChangeSolution grades changed solutions of an exercise, and calls told with each: one that keeps full marks may be a wrong
// answer that no criterion notices.
func ChangeSolution(ctx context.Context, options Options, e *exercise.Exercise, told func(verify.Mutant)) error {
	return onBench(ctx, options, e, func(ctx context.Context, b *engine.Bench, o grade.Options) error {
		return verify.Mutants(ctx, e, func(ctx context.Context, folder string) (*marks.Grade, error) {
			handedIn, err := readSubmission(e, folder, e.Fill)
			if refused, is := errors.AsType[*submission.Refusal](err); is {
				return grade.Refused(ctx, e, refused, o), nil
			}
			if err != nil {
				return nil, err
			}
			return grade.Place{Exercise: e, Bench: b}.OfSubmission(ctx, handedIn, o)
		}, told)
	})
}

// GradeAgain judges a criterion again from its recording, without a cluster.
func GradeAgain(ctx context.Context, file string, was marks.Criterion) (marks.Criterion, error) {
	result, err := Replay(ctx, ReplayOptions{Bundle: file})
	if err != nil {
		return was, err
	}
	if len(result.Scenarios) != 1 {
		return was, fmt.Errorf("the file %s has %d scenarios, where one was kept", file, len(result.Scenarios))
	}
	s := result.Scenarios[0]
	if step := s.FailedStep(); step != nil && step.Status == report.Pending {
		return was, fmt.Errorf("%s: %s", step.Text, step.Err)
	}
	return grade.Again(was, s), nil
}

func readSubmission(e *exercise.Exercise, name string, fill func([]byte) []byte) (*submission.Submission, error) {
	s, err := submission.Read(name, submission.Options{
		Limits: submission.Limits{Objects: e.Limits.Objects, Bytes: e.Limits.Bytes}, Security: e.Security, Kinds: e.Kinds, Fill: fill,
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &UsageError{Err: err}
	}
	return s, err
}

// onBench brings up the cluster of the exercise and calls do with it.
func onBench(ctx context.Context, options Options, e *exercise.Exercise, do func(context.Context, *engine.Bench, grade.Options) error) error {
	options.FS, options.ScenarioTimeout = e.Plan.FS, e.Limits.Time
	o, err := options.withDefaults()
	if err != nil {
		return &UsageError{Err: err}
	}
	eo := o.engine()
	eo.MayOnlyLook = true
	if groups := e.Plan.Groups(o.Cluster); len(groups) != 1 {
		return &UsageError{Err: fmt.Errorf("%s: its criteria want %d different clusters: write tags such as @topology: above the feature, so that all have the same", e.Dir, len(groups))}
	}
	return engine.OnBenches(ctx, e.Plan, eo, func(ctx context.Context, b *engine.Bench) error {
		return do(ctx, b, grade.Options{Limits: eo.Limits})
	})
}

// clusterUID identifies a cluster by the UID of its namespace kube-system; "" if that may not be read.
func clusterUID(ctx context.Context, client *kube.Client) string {
	kind, err := client.KindByName(ctx, "namespace")
	if err != nil {
		return ""
	}
	ns, err := client.Get(ctx, kube.Ref{Kind: kind, Name: "kube-system"})
	if err != nil || ns == nil {
		return ""
	}
	return string(ns.GetUID())
}
