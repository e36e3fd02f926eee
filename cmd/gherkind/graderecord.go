package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

// judgeInto judges a student's work and saves what was observed for each criterion in a folder.
type judgeInto func(ctx context.Context, keep string) (*marks.Grade, error)

// intoLog judges, and adds the grade to the log, with what was observed for each criterion. After an interrupt nothing is
// added, because such a grade is incomplete. An error in addition to a grade is returned.
func intoLog(ctx context.Context, log *attempts.Log, judge judgeInto) (g *marks.Grade, added attempts.Added, err error) {
	keep, err := os.MkdirTemp("", "gherkind-grade-")
	if err != nil {
		return nil, added, fmt.Errorf("make a folder for what is seen: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(keep)) }()
	g, judged := judge(ctx, keep)
	if g == nil || ctx.Err() != nil {
		return g, added, judged
	}
	files, err := grade.Kept(keep, g)
	if err == nil {
		added, err = log.Append(ctx, g, files)
	}
	return g, added, errors.Join(judged, err)
}
