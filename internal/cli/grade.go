package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/baseline"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/feedback"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/scenarios"
)

// grading has the flags of gherkind grade.
type grading struct {
	options   scenarios.Options
	work      scenarios.GradeOptions
	student   string
	exports   []string
	minScore  float64
	all       bool
	published bool
	log       string
	submitted string
	baseline  string
}

func newGrade() *cobra.Command {
	g := &grading{}
	c := &cobra.Command{
		Use:   "grade EXERCISE",
		Short: "Grade a student's namespace or submission by the scenarios of an exercise",
		Long: `grade judges a student's work by the criteria of an exercise. With --namespace it
reads that namespace and changes nothing in it: criteria with actions are judged in a
copy. With --submission it applies the manifests to a new namespace. docs/labs.md
describes exercises, docs/labs-grading.md the results.

Exit codes: 0 full marks, or --min-score is reached · 1 fewer points, or the submission
was refused · 2 the exercise or the command is invalid · 3 a criterion could not be judged
because of a fault of the machine: no points are lost, grade again`,
		Example: `  gherkind grade labs/node-port --namespace student-7
  gherkind grade labs/node-port --namespace student-7 --kubeconfig reader.kubeconfig
  gherkind grade labs/node-port --submission work.zip --export json:marks.json`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return g.run(c, args[0]) },
	}
	g.flags(c)
	flags := c.Flags()
	flags.Float64Var(&g.minScore, "min-score", 100, "exit with 1 if less than this percentage of the points was earned")
	flags.BoolVar(&g.all, "all", false, "also show criteria that students may not see")
	flags.StringVar(&g.baseline, "baseline", "", baselineUsage)
	flags.StringVar(&g.log, "log", "", "add the grade, and what was observed for each criterion, to this log of attempts; see gherkind grade replay")
	exportFlags(c, &g.exports, &g.published)
	c.AddCommand(append(gradeFiles(), newGradeCheck())...)
	return c
}

// flags registers the flags that say whose work is judged, and where.
func (g *grading) flags(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVarP(&g.work.Namespace, "namespace", "n", "", "namespace in which the student works")
	flags.StringVar(&g.work.Submission, "submission", "", "folder or ZIP file with the student's manifests")
	flags.StringVar(&g.student, "student", "", "ID of the student; student-specific values of an exercise are chosen from it")
	flags.StringVar(&g.submitted, "submitted", "", "time of submission, such as 2026-12-24T18:00:00+01:00: the exercise may refuse late work or deduct points (default: nothing is late)")
	flags.IntVar(&g.work.Attempt, "attempt", 1, "number of the attempt: each shows one more hint (default with --log: the student's next attempt)")
	flags.StringVar(&g.work.Language, "language", "", "language of titles and hints (default: the first of the exercise)")
	clusterFlags(flags, &g.options.Cluster)
	versionFlag(flags, &g.options.Cluster)
}

func (g *grading) check() error {
	switch {
	case (g.work.Namespace == "") == (g.work.Submission == ""):
		return &commandError{errors.New("specify what to grade: --namespace of the student, or --submission with a folder or ZIP file")}
	case g.baseline != "" && g.work.Namespace == "":
		return &commandError{errors.New("--baseline is the start of a namespace: a submission has none")}
	case g.minScore < 0 || g.minScore > 100:
		return &commandError{fmt.Errorf("--min-score %v: it is a percentage, from 0 to 100", g.minScore)}
	case g.work.Attempt < 1:
		return &commandError{fmt.Errorf("--attempt %d: the first is 1", g.work.Attempt)}
	case g.submitted == "":
		return nil
	}
	var err error
	if g.work.Submitted, err = time.Parse(time.RFC3339, g.submitted); err != nil {
		return &commandError{fmt.Errorf("--submitted %q is not a time: write it as 2026-12-24T18:00:00+01:00, with the time zone", g.submitted)}
	}
	return nil
}

func (g *grading) run(c *cobra.Command, dir string) error {
	if err := g.check(); err != nil {
		return err
	}
	exports, err := exportsOf(g.exports)
	if err != nil {
		return err
	}
	result, added, err := g.logged(c, dir)
	if err != nil {
		return err
	}
	width := terminal.OptionsFor(os.Stdout, os.Getenv).Width
	if err := feedback.TerminalIn(speaking(c.Context()), c.OutOrStdout(), result, width, g.all); err != nil {
		return err
	}
	book := export.Book{Grades: []*marks.Grade{result}, Now: time.Now(), Published: g.published}
	if err := writeMarks(people(c), book, exports, pagesTo{}); err != nil {
		return err
	}
	if g.log != "" {
		fmt.Fprintln(c.OutOrStdout(), speaking(c.Context()).Sayf("line %d of %s, hash %s", added.Line, g.log, added.Hash))
	}
	return g.outcome(result)
}

// logged grades, and adds the grade to the log, if there is one.
func (g *grading) logged(c *cobra.Command, dir string) (*marks.Grade, attempts.Added, error) {
	e, err := loadExercise(dir, exercise.Options{Seed: g.student, Cluster: g.options.Cluster})
	if err != nil {
		return nil, attempts.Added{}, err
	}
	if g.log == "" {
		a, err := e.Rules().Alone(g.work.Attempt, g.work.Submitted)
		if err != nil {
			return nil, attempts.Added{}, notTaken(c, err)
		}
		g.take(a)
		result, err := g.judge(c, e)
		return result, attempts.Added{}, err
	}
	log := &attempts.Log{Path: g.log, Tool: "gherkind " + version()}
	before, err := log.Grades(c.Context(), e.Name)
	if err != nil {
		return nil, attempts.Added{}, &commandError{err}
	}
	number := 0
	if c.Flags().Changed("attempt") {
		number = g.work.Attempt
	}
	a, err := attemptOf(e.Rules(), before[g.student], g.work.Submitted, number)
	if err != nil {
		return nil, attempts.Added{}, notTaken(c, err)
	}
	g.take(a)
	return intoLog(c.Context(), log, g.beside(c), func(_ context.Context, keep string) (*marks.Grade, error) {
		g.work.Keep = keep
		return g.judge(c, e) //nolint:contextcheck // the command has the context
	})
}

func (g *grading) take(a policy.Attempt) {
	language := g.work.Language
	g.work.Options = optionsOf(a)
	g.work.Language = language
}

// notTaken reports an attempt that the rules of the exercise reject. This is no usage error.
func notTaken(c *cobra.Command, err error) error {
	fmt.Fprintln(c.OutOrStdout(), speaking(c.Context()).Retell(fmt.Sprintf("refused: %v", err)))
	return errFailed
}

// judge grades, with progress on standard error.
func (g *grading) judge(c *cobra.Command, e *exercise.Exercise) (*marks.Grade, error) {
	ctx := c.Context()
	begunOf(ctx).willChange()
	progress := newProgress(ctx)
	defer progress.Close()
	g.options.Version, g.options.Begun, g.options.Cluster.Progress = version(), begunOf(ctx).in, progress
	g.work.Student = marks.Student{ID: g.student}
	start, err := g.start(e)
	if err != nil {
		return nil, err
	}
	g.work.Progress = func(done, all int) { progress.Renew(speaking(ctx).Sayf("%d of %d criteria judged", done, all)) }
	result, err := scenarios.Grade(ctx, g.options, e, g.work)
	switch {
	case ctx.Err() != nil:
		return nil, interruptedBy(ctx)
	case result == nil:
		return nil, err
	case err != nil:
		g.beside(c)(err)
	}
	if err := start.Of(result); err != nil {
		return nil, &scenarios.UsageError{Err: err}
	}
	return result, nil
}

// start returns what the namespace earned at the start; nil without --baseline.
func (g *grading) start(e *exercise.Exercise) (*baseline.Start, error) {
	b, err := readBaseline(g.baseline)
	if b == nil {
		return nil, err
	}
	start, err := b.Start(marks.Exercise{Name: e.Name, Hash: e.Hash}, g.work.Student)
	if err != nil {
		return nil, &scenarios.UsageError{Err: err}
	}
	g.work.AtStart = start.Points()
	return start, nil
}

// beside returns a function that prints an error that does not affect the grade: for example, something could not be cleaned up.
func (g *grading) beside(c *cobra.Command) func(error) {
	return func(err error) { fmt.Fprintln(c.ErrOrStderr(), said(speaking(c.Context()), err.Error())) }
}

var (
	// errTooFewPoints means that the marks are too low, which the feedback has already shown.
	errTooFewPoints = fmt.Errorf("%w: too few points were earned", errFailed)
	errUndecided    = errors.New("a criterion could not be judged because of a fault of the machine, not of the student: grade again")
)

// outcome returns the error of a grade.
func (g *grading) outcome(result *marks.Grade) error {
	points, decided := result.Points()
	switch {
	case !decided:
		return errUndecided
	case points.Float() < result.Total().Float()*g.minScore/100:
		return errTooFewPoints
	}
	return nil
}

func newGradeCheck() *cobra.Command {
	g := &grading{minScore: 100}
	c := &cobra.Command{
		Use:   "check EXERCISE CRITERION",
		Short: "Judge one criterion, for lab platforms: exit code 0, or one line with the reason",
		Long: `check judges one criterion, and those that it needs. If the criterion passed, it prints
nothing and exits with 0. Otherwise it prints the reason in one line.`,
		Example: "  gherkind grade check labs/node-port answers --namespace default",
		Args:    usage(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			if err := g.check(); err != nil {
				return err
			}
			e, err := loadExercise(args[0], exercise.Options{Seed: g.student, Cluster: g.options.Cluster})
			if err != nil {
				return err
			}
			if e.Criterion(args[1]) == nil {
				return &commandError{fmt.Errorf("%s has no criterion %q; it has %s", args[0], args[1], e.IDs())}
			}
			g.work.Only = args[1]
			result, err := g.judge(c, e)
			if err != nil {
				return err
			}
			return one(c, result, args[1])
		},
	}
	g.flags(c)
	return c
}

// one prints why a criterion did not pass.
func one(c *cobra.Command, g *marks.Grade, id string) error {
	for _, each := range g.Criteria {
		if each.ID != id || each.Verdict == marks.Passed {
			continue
		}
		shown := func(c marks.Criterion) bool { return c.Visibility.Shown(time.Now(), g.Exercise.Due, false) }
		fmt.Fprintln(c.OutOrStdout(), feedback.Line(speaking(c.Context()), g.Discreet(each, shown)))
		if each.Verdict == marks.Infrastructure {
			return errUndecided
		}
		return errTooFewPoints
	}
	return nil
}
