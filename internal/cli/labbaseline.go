package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/baseline"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios"
)

const baselineUsage = "file of gherkind lab baseline: what a namespace earned at the start does not count"

// baselineOptions are the flags of gherkind lab baseline.
type baselineOptions struct {
	dir, file          string
	namespace, student string
	roster             string
	parallel           int
	out                io.Writer
	with               withGrader
}

func newLabBaseline() *cobra.Command { return gradingCommand(labBaselineCommand) }

// labBaselineCommand returns the command, which grades with the given grader.
func labBaselineCommand(with withGrader) *cobra.Command {
	o := baselineOptions{with: with}
	c := &cobra.Command{
		Use:   "baseline EXERCISE FILE",
		Short: "Write down what namespaces earn before students begin, so that it does not count later",
		Long: `baseline grades namespaces in which students have not begun to work, and writes the
result to a file. With --baseline FILE, gherkind grade, grade class and lab serve give
points only for what has changed since.

The start of a student is taken once: a student who is in the file already is left
as is. If a criterion could not be judged because of a fault of the machine, the exit
code is 3, and the same command takes the starts that are missing.`,
		Example: `  gherkind lab baseline labs/node-port start.json --namespace student-7 --student s7
  gherkind lab baseline labs/node-port start.json --roster roster.csv
  gherkind grade class roster.csv labs/node-port --baseline start.json`,
		Args: usage(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			o.dir, o.file, o.out = args[0], args[1], people(c)
			if c.Flags().Changed("parallel") && o.parallel < 1 {
				return &commandError{fmt.Errorf("--parallel %d: at least 1 student must be graded at a time", o.parallel)}
			}
			return o.run(c.Context())
		},
	}
	flags := c.Flags()
	flags.StringVarP(&o.namespace, "namespace", "n", "", "namespace of a student")
	flags.StringVar(&o.student, "student", "", "ID of the student")
	flags.StringVar(&o.roster, "roster", "", "CSV file with a line for each student, and a column namespace")
	flags.IntVarP(&o.parallel, "parallel", "p", 0, "how many students are graded in parallel (default: adapts to CPU load)")
	return c
}

// entries returns the students with their namespaces.
func (o baselineOptions) entries() ([]roster.Entry, error) {
	switch {
	case (o.namespace == "") == (o.roster == ""):
		return nil, &commandError{errors.New("specify what to grade: --namespace of a student, or --roster of a class")}
	case o.namespace != "":
		return []roster.Entry{{Student: marks.Student{ID: o.student}, Namespace: o.namespace}}, nil
	case o.student != "":
		return nil, &commandError{errors.New("--student is the ID for --namespace: a roster has the IDs of its students")}
	}
	all, err := roster.ReadFile(o.roster)
	if err != nil {
		return nil, &scenarios.UsageError{Err: err}
	}
	for _, e := range all {
		if e.Namespace == "" {
			return nil, &scenarios.UsageError{Err: fmt.Errorf("%s: %s has no namespace: a submission has no start", o.roster, e.Student.Key())}
		}
	}
	return all, nil
}

func (o baselineOptions) run(ctx context.Context) error {
	entries, err := o.entries()
	if err != nil {
		return err
	}
	b, err := baseline.Open(o.file)
	if err != nil {
		return &scenarios.UsageError{Err: err}
	}
	display := newProgress(ctx)
	t := &taking{
		baseline: b,
		told:     func(done, all int) { display.Renew(speaking(ctx).Sayf("%d of %d namespaces graded", done, all)) },
		beside:   func(err error) { display.Note(err.Error()) },
	}
	err = o.with(ctx, o.dir, display, func(ctx context.Context, g *grader) error {
		if err := b.Fits(g.Exercise); err != nil {
			return &scenarios.UsageError{Err: err}
		}
		return t.all(ctx, g, entries, limitsOf(o.parallel))
	})
	display.Close()
	if ctx.Err() != nil {
		return errors.Join(interruptedBy(ctx), err)
	}
	if err == nil {
		fmt.Fprint(o.out, t.summary(filepath.Clean(o.file)))
	}
	return err
}

// taking is one run of the command.
type taking struct {
	baseline *baseline.Baseline
	told     func(done, all int)
	beside   func(error) // is told what failed without effect on a grade

	mu      sync.Mutex
	done    int
	before  int // students whose start was known
	failed  []error
	unsaved error // the file could not be written
}

// all grades the namespaces whose start is not known, and adds each to the file at once.
func (t *taking) all(ctx context.Context, g *grader, entries []roster.Entry, limits schedule.Limits) error {
	var jobs []schedule.Job
	for _, e := range entries {
		if t.baseline.Has(e.Student) {
			t.before++
			continue
		}
		jobs = append(jobs, schedule.Job{Run: func(ctx context.Context) {
			result, err := g.Grade(ctx, e, grade.Options{Attempt: 1}, "")
			if ctx.Err() == nil {
				t.add(e, result, err, len(entries))
			}
		}})
	}
	t.done = t.before
	schedule.All(ctx, limits, jobs)
	if t.unsaved != nil {
		return t.unsaved
	}
	if len(t.failed) > 0 {
		return fmt.Errorf("the start of %s is not known; the same command takes only these: %w", words.Times("student", len(t.failed)), errors.Join(t.failed...))
	}
	return nil
}

func (t *taking) add(e roster.Entry, g *marks.Grade, err error, all int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if g != nil {
		if err != nil {
			t.beside(besides(e.Student, err))
		}
		err = t.baseline.Add(g)
	}
	if err != nil {
		t.failed = append(t.failed, fmt.Errorf("%s: %w", cmp.Or(e.Student.Key(), e.Namespace), err))
	} else {
		t.unsaved = errors.Join(t.unsaved, t.baseline.Write())
	}
	t.done++
	t.told(t.done, all)
}

func (t *taking) summary(file string) string {
	if t.before > 0 {
		return fmt.Sprintf("wrote %s: %s, of which %d were in it before\n", file, words.Times("student", t.done), t.before)
	}
	return fmt.Sprintf("wrote %s: %s\n", file, words.Times("student", t.done))
}

// readBaseline reads the value of --baseline; nil without one.
func readBaseline(file string) (*baseline.Baseline, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // no baseline is no error
	}
	b, err := baseline.Read(file)
	if err != nil {
		return nil, &scenarios.UsageError{Err: err}
	}
	return b, nil
}

// countFrom makes the grader give points only for what has changed since a baseline, and returns whether a grade was made with it.
// Without a baseline it does nothing.
func (g *grader) countFrom(b *baseline.Baseline) (current func(*marks.Grade) bool, err error) {
	if b == nil {
		return func(*marks.Grade) bool { return true }, nil
	}
	if err := b.Fits(g.Exercise); err != nil {
		return nil, &scenarios.UsageError{Err: err}
	}
	judge := g.Grade
	g.Grade = func(ctx context.Context, one roster.Entry, o grade.Options, keep string) (*marks.Grade, error) {
		if one.Namespace == "" {
			return judge(ctx, one, o, keep)
		}
		start, err := b.Start(g.Exercise, one.Student)
		if err != nil {
			return nil, err
		}
		o.AtStart = start.Points()
		made, err := judge(ctx, one, o, keep)
		if made != nil {
			if other := start.Of(made); other != nil {
				return nil, other
			}
		}
		return made, err
	}
	return func(made *marks.Grade) bool {
		start, err := b.Start(g.Exercise, made.Student)
		return err != nil || start.Counted(made)
	}, nil
}
