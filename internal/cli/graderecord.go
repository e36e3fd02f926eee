package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// judgeInto judges a student's work and saves what was observed for each criterion in a folder. A grade counts, even if there
// is also an error; see [scenarios.Grade].
type judgeInto func(ctx context.Context, keep string) (*marks.Grade, error)

// intoLog judges, and adds the grade to the log, with what was observed for each criterion. There is an error if and only if
// there is no grade in the log. What fails besides, such as cleaning up, is passed to beside. After an interrupt nothing is
// added, because such a grade is incomplete.
func intoLog(ctx context.Context, log *attempts.Log, beside func(error), judge judgeInto) (*marks.Grade, attempts.Added, error) {
	keep, err := os.MkdirTemp("", "gherkind-grade-")
	if err != nil {
		return nil, attempts.Added{}, fmt.Errorf("make a folder for what is seen: %w", err)
	}
	defer func() {
		if err := os.RemoveAll(keep); err != nil {
			beside(err)
		}
	}()
	g, judged := judge(ctx, keep)
	switch {
	case judged == nil && ctx.Err() != nil:
		return nil, attempts.Added{}, context.Cause(ctx)
	case judged == nil && g == nil:
		return nil, attempts.Added{}, errors.New("grading gave no grade")
	case g == nil || ctx.Err() != nil:
		return nil, attempts.Added{}, judged
	case judged != nil:
		beside(judged)
	}
	files, err := grade.Kept(keep, g)
	if err != nil {
		return nil, attempts.Added{}, err
	}
	added, err := log.Append(ctx, g, files)
	if err != nil {
		return nil, attempts.Added{}, err
	}
	return g, added, nil
}

// besides says whose grading an error came with that does not affect the grade.
func besides(s marks.Student, err error) error {
	return fmt.Errorf("besides the grade of %s, which counts: %w", s.Key(), err)
}
