package scenarios

import (
	"context"
	"errors"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/submission"
	"github.com/gherkind/gherkind/internal/schedule"
)

// JudgeStudent judges the work of one student of a class by an exercise, which may have student-specific values. A grade counts,
// even if there is also an error; see [Grade].
type JudgeStudent func(ctx context.Context, e *exercise.Exercise, g GradeOptions) (*marks.Grade, error)

// GradeClass brings up the cluster of an exercise once, and calls do with a function that judges a student. The function may be
// called concurrently for several students; the criteria of one student are judged one after the other.
func GradeClass(ctx context.Context, options Options, e *exercise.Exercise, do func(context.Context, JudgeStudent) error) error {
	return onBench(ctx, options, e, func(ctx context.Context, b *engine.Bench, _ grade.Options) error {
		uid := clusterUID(ctx, b.Client())
		return do(ctx, func(ctx context.Context, e *exercise.Exercise, g GradeOptions) (*marks.Grade, error) {
			g.Limits = schedule.Limits{Most: 1}
			result, err := judgeOn(ctx, b, e, g)
			if result != nil {
				result.ClusterUID = uid
			}
			return result, err
		})
	})
}

// judgeOn judges a student on a running cluster.
func judgeOn(ctx context.Context, b *engine.Bench, e *exercise.Exercise, g GradeOptions) (result *marks.Grade, err error) {
	place := grade.Place{Exercise: e, Bench: b, Keep: g.Keep}
	if g.Submission == "" {
		result, err = place.OfNamespace(ctx, g.Namespace, g.Options)
		if _, is := errors.AsType[*grade.NoNamespace](err); is {
			return nil, &UsageError{Err: err}
		}
		return result, err
	}
	var handedIn *submission.Submission
	handedIn, err = readSubmission(e, g.Submission, nil)
	if refused, is := errors.AsType[*submission.Refusal](err); is {
		return grade.Refused(ctx, e, refused, g.Options), nil
	}
	if err != nil {
		return nil, err
	}
	return place.OfSubmission(ctx, handedIn, g.Options)
}
