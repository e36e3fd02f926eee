package scenarios

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/submission"
	"github.com/gherkind/gherkind/internal/lab/verify"
)

// GradeOptions say whose work is judged. Exactly one of Namespace and Submission is set.
type GradeOptions struct {
	Namespace  string // in which the student works; nothing in it is changed
	Submission string // a folder or ZIP file of manifests
	grade.Options
}

// Grade judges a student's work by the criteria of an exercise. Missed criteria are in the marks and are no error, and so are those
// that could not be judged. The error is a [*UsageError] when the namespace or the submission cannot be judged at all.
func Grade(ctx context.Context, options Options, e *exercise.Exercise, g GradeOptions) (result *marks.Grade, err error) {
	var handedIn *submission.Submission
	if g.Submission != "" {
		if handedIn, err = readSubmission(e, g.Submission, nil); err != nil {
			return nil, err
		}
	}
	uid := ""
	err = onBench(ctx, options, e, func(ctx context.Context, b *engine.Bench, o grade.Options) error {
		uid = clusterUID(ctx, b.Client())
		o.Student, o.Attempt, o.Language, o.Only, o.Progress = g.Student, g.Attempt, g.Language, g.Only, g.Progress
		if handedIn == nil {
			bench, err := grade.InNamespace(ctx, e, b, g.Namespace)
			if _, is := errors.AsType[*grade.NoNamespace](err); is {
				return &UsageError{Err: err}
			}
			if err == nil {
				result = grade.Run(ctx, e, bench, o)
			}
			return err
		}
		return grade.OfSubmission(ctx, e, b, handedIn, func(ctx context.Context, bench grade.Bench) error {
			result = grade.Run(ctx, e, bench, o)
			return nil
		})
	})
	if result != nil {
		result.ClusterUID = uid
	}
	return result, err
}

// VerifyExercise grades the solution, the start state and the wrong answers of an exercise, and says what is not as it should be.
func VerifyExercise(ctx context.Context, options Options, e *exercise.Exercise, told func(verify.State)) (r *verify.Report, err error) {
	err = onBench(ctx, options, e, func(ctx context.Context, b *engine.Bench, o grade.Options) error {
		r, err = verify.Run(ctx, e, func(ctx context.Context, folder string) (g *marks.Grade, err error) {
			handedIn := &submission.Submission{}
			if folder != "" {
				if handedIn, err = readSubmission(e, folder, e.Fill); err != nil {
					return nil, err
				}
			}
			err = grade.OfSubmission(ctx, e, b, handedIn, func(ctx context.Context, bench grade.Bench) error {
				g = grade.Run(ctx, e, bench, o)
				return nil
			})
			return g, err
		}, told)
		return err
	})
	return r, err
}

func readSubmission(e *exercise.Exercise, name string, fill func([]byte) []byte) (*submission.Submission, error) {
	s, err := submission.Read(name, submission.Options{
		Limits: submission.Limits{Objects: e.Limits.Objects, Bytes: e.Limits.Bytes}, Security: e.Security, Kinds: e.Kinds, Fill: fill,
	})
	if _, is := errors.AsType[*submission.Refusal](err); is {
		return nil, &UsageError{Err: fmt.Errorf("the submission is refused: %w", err)}
	}
	return s, err
}

// onBench brings the cluster of the exercise up and calls do with it.
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

// clusterUID stands for a cluster: it is that of its namespace kube-system, "" where it may not be read.
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
