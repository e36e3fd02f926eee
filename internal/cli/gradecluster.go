package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios"
)

// gradingCommand returns a command that grades on a cluster, with the flags that select the cluster.
func gradingCommand(without func(withGrader) *cobra.Command) *cobra.Command {
	var options scenarios.Options
	c := without(func(ctx context.Context, dir string, t *terminal.Terminal, do func(context.Context, *grader) error) error {
		return onCluster(ctx, options, dir, t, do)
	})
	clusterFlags(c.Flags(), &options.Cluster)
	versionFlag(c.Flags(), &options.Cluster)
	return c
}

// onCluster grades with the scenarios of the exercise.
func onCluster(ctx context.Context, options scenarios.Options, dir string, t *terminal.Terminal, do func(context.Context, *grader) error) error {
	e, err := loadExercise(dir, exercise.Options{Cluster: options.Cluster})
	if err != nil {
		return err
	}
	begunOf(ctx).willChange()
	options.Version, options.Begun, options.Cluster.Progress = version(), begunOf(ctx).in, t
	own := ownExercises(dir, e, options.Cluster)
	return scenarios.GradeClass(ctx, options, e, func(ctx context.Context, judge scenarios.JudgeStudent) error {
		g := &grader{Exercise: marks.Exercise{Name: e.Name, Title: e.TitleIn(e.Languages[0]), Hash: e.Hash, Due: e.Deadline}, Rules: e.Rules(), Own: own}
		g.Grade = func(ctx context.Context, one roster.Entry, o grade.Options, keep string) (*marks.Grade, error) {
			its, err := own(one.Student.Key())
			if err != nil {
				return nil, err
			}
			o.Student = one.Student
			return judge(ctx, its, scenarios.GradeOptions{Namespace: one.Namespace, Submission: one.Submission, Keep: keep, Options: o})
		}
		return do(ctx, g)
	})
}
