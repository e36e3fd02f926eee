package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/baseline"
	"github.com/gherkind/gherkind/internal/lab/class"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/export"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/page"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// grader grades the students of a class.
type grader struct {
	Exercise marks.Exercise
	Rules    policy.Rules // for attempts
	// Own returns the exercise with the student's own values.
	Own func(student string) (*exercise.Exercise, error)
	// Grade grades one student, and saves what was observed for each criterion in a folder. The options contain the attempt.
	Grade func(ctx context.Context, e roster.Entry, o grade.Options, keep string) (*marks.Grade, error)
}

// withGrader reads the exercise in a folder, brings the cluster up with progress on a terminal, and calls do.
type withGrader func(ctx context.Context, dir string, t *terminal.Terminal, do func(context.Context, *grader) error) error

// classOptions are the flags for a class.
type classOptions struct {
	roster, dir      string
	state, log       string
	baselineFile     string
	baseline         *baseline.Baseline
	parallel         int
	again, published bool
	exports          []export.Export
	pages, language  string
	out              io.Writer
	with             withGrader
}

func newGradeClass() *cobra.Command { return gradingCommand(gradeClassCommand) }

// ownExercises returns a function for the exercise with a student's own values, which is read once for each student.
func ownExercises(dir string, e *exercise.Exercise, on cluster.Options) func(student string) (*exercise.Exercise, error) {
	if len(e.Sources) == 0 {
		return func(string) (*exercise.Exercise, error) { return e, nil }
	}
	var mu sync.Mutex
	read := map[string]*exercise.Exercise{}
	return func(student string) (*exercise.Exercise, error) {
		mu.Lock()
		defer mu.Unlock()
		if its := read[student]; its != nil {
			return its, nil
		}
		its, err := exercise.Load(dir, exercise.Options{Seed: student, Cluster: on})
		if err == nil {
			read[student] = its
		}
		return its, err
	}
}

// gradeClassCommand returns the command, which grades with the given grader.
func gradeClassCommand(with withGrader) *cobra.Command {
	o := classOptions{with: with}
	var specs []string
	c := &cobra.Command{
		Use:   "class ROSTER.csv EXERCISE",
		Short: "Grade all students of a roster, several at a time",
		Long: `The roster is a CSV file with a line for each student. Its first line names the
columns: id (or email, or login), namespace or submission, and any of name,
first name, last name, email, login, section, submitted; others are ignored.
Paths of submissions are relative to the folder of the roster.

Each grade is saved immediately. After ^C or a crash, the same command continues.
Students who have a grade are graded again only if the exercise or the submission
has changed, or with --again. If criteria could not be judged because of a fault of
the machine, the exit code is 3, and the same command grades these students again.`,
		Example: `  gherkind grade class roster.csv labs/node-port --pages pages --export moodle:moodle.csv
  gherkind grade class roster.csv labs/node-port --state postgres://grader@db/labs`,
		Args: usage(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			o.roster, o.dir, o.out = args[0], args[1], people(c)
			var err error
			if o.exports, err = exportsOf(specs); err != nil {
				return err
			}
			for _, e := range o.exports {
				if err := e.ForClass(); err != nil {
					return &commandError{fmt.Errorf("--%w", err)}
				}
			}
			if c.Flags().Changed("parallel") && o.parallel < 1 {
				return &commandError{fmt.Errorf("--parallel %d: at least 1 student must be graded at a time", o.parallel)}
			}
			return o.run(c.Context())
		},
	}
	exportFlags(c, &specs, &o.published)
	flags := c.Flags()
	flags.StringVar(&o.state, "state", "", "SQLite file or PostgreSQL URL with the grades so far (default .gherkind/class/EXERCISE.db)")
	flags.StringVar(&o.log, "log", "", "log of attempts that each grade is added to (default .gherkind/class/EXERCISE.jsonl)")
	flags.StringVar(&o.baselineFile, "baseline", "", baselineUsage)
	flags.IntVarP(&o.parallel, "parallel", "p", 0, "how many students are graded in parallel (default: adapts to CPU load)")
	flags.BoolVar(&o.again, "again", false, "grade all students, including those who have a grade")
	flags.StringVar(&o.pages, "pages", "", "also write a page for the class and one for each student to this folder")
	flags.StringVar(&o.language, "language", "", "language of the class page: en or zh (default: that of the marks)")
	return c
}

// run reads the inputs, opens the grader, and grades.
func (o classOptions) run(ctx context.Context) error {
	entries, err := roster.ReadFile(o.roster)
	if err != nil {
		return &scenarios.UsageError{Err: err}
	}
	if o.baseline, err = readBaseline(o.baselineFile); err != nil {
		return err
	}
	display := newProgress(ctx)
	var result *class.Result
	err = o.with(ctx, o.dir, display, func(ctx context.Context, g *grader) (err error) {
		result, err = o.grade(ctx, g, entries, display)
		return err
	})
	display.Close()
	if result == nil {
		return err
	}
	return o.ended(ctx, result, err)
}

// grade grades the students who are not finished yet, and adds each grade to the log.
func (o classOptions) grade(ctx context.Context, g *grader, entries []roster.Entry, display *terminal.Terminal) (*class.Result, error) {
	folder := filepath.Join(".gherkind", classes)
	if o.state == "" {
		o.state = filepath.Join(folder, export.FileName(g.Exercise.Name)+".db")
	}
	if o.log == "" {
		o.log = filepath.Join(folder, export.FileName(g.Exercise.Name)+".jsonl")
	}
	current, err := g.countFrom(o.baseline)
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, o.state)
	if err != nil {
		return nil, err
	}
	log := &attempts.Log{Path: o.log, Tool: "gherkind " + version()}
	before, err := log.Grades(ctx, g.Exercise.Name)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	result, err := class.Run(ctx, class.Options{
		Exercise: g.Exercise, Entries: entries, Store: s, Limits: limitsOf(o.parallel), Again: o.again, Current: current,
		Progress: func(p class.Progress) { display.Renew(p.String()) },
		Grade: func(ctx context.Context, e roster.Entry, same int) (*marks.Grade, error) {
			a, err := attemptOf(g.Rules, before[e.Student.Key()], e.Submitted, same)
			if err != nil {
				return nil, err
			}
			beside := func(err error) { display.Note(besides(e.Student, err).Error()) }
			grade, _, err := intoLog(ctx, log, beside, func(ctx context.Context, keep string) (*marks.Grade, error) {
				return g.Grade(ctx, e, optionsOf(a), keep)
			})
			return grade, err
		},
	})
	if result != nil {
		after, failed := log.Grades(context.WithoutCancel(ctx), g.Exercise.Name)
		err = errors.Join(err, failed)
		countingIn(result, g.Rules, after)
	}
	return result, errors.Join(err, s.Close())
}

// limitsOf returns the limits for this many students at a time; 0 adapts to the machine.
func limitsOf(parallel int) schedule.Limits {
	limits := engine.DefaultLimits()
	if parallel > 0 {
		limits.Most, limits.Room = parallel, nil
	}
	return limits
}

// countingIn replaces each student's latest grade with the one that counts. An undecided grade stays, because it must be
// repeated.
func countingIn(r *class.Result, rules policy.Rules, grades map[string][]*marks.Grade) {
	for i, s := range r.Students {
		counting := rules.Counting(grades[s.Entry.Student.Key()])
		if counting != nil && (s.Refused || s.Grade != nil && s.Grade.Verdict() != marks.Infrastructure) {
			r.Students[i].Grade = counting
		}
	}
}

// ended writes the results, also after an interrupt, and says who must be graded again.
func (o classOptions) ended(ctx context.Context, r *class.Result, err error) error {
	to := pagesTo{Folder: o.pages, Language: o.language}
	for _, s := range r.Students {
		if s.Grade == nil {
			to.Missing = append(to.Missing, page.Missing{Student: s.Entry.Student.Key(), Why: s.Err})
		}
	}
	fmt.Fprint(o.out, classSummary(r))
	if len(r.Grades()) > 0 {
		b := export.Book{Grades: r.Grades(), Now: time.Now(), Published: o.published}
		err = errors.Join(err, writeMarks(o.out, b, o.exports, to))
	}
	switch {
	case ctx.Err() != nil:
		return errors.Join(interruptedBy(ctx), err)
	case err != nil:
		return err
	case len(r.Unfinished()) > 0:
		return errUnfinished
	}
	return nil
}

// errUnfinished means that some students must be graded again.
var errUnfinished = errors.New("not all students could be graded; the same command grades only the remaining ones")

// classSummary is the summary that is printed at the end.
func classSummary(r *class.Result) string {
	var b strings.Builder
	count := map[marks.Verdict]int{}
	for _, g := range r.Grades() {
		count[g.Verdict()]++
	}
	var parts []string
	for _, v := range marks.Verdicts() {
		if count[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[v], v))
		}
	}
	if n := len(r.Students) - len(r.Grades()); n > 0 {
		parts = append(parts, fmt.Sprintf("%d without a grade", n))
	}
	fmt.Fprintf(&b, "%s: %s\n", words.Times("student", len(r.Students)), strings.Join(parts, ", "))
	for _, s := range r.Students {
		if s.Refused {
			b.WriteString("  " + shownLine(s.Entry.Student.Key()+": refused: "+s.Err) + "\n")
		}
	}
	for _, s := range r.Unfinished() {
		why := s.Err
		if s.Grade != nil {
			why = undecidedWhy(s.Grade)
		}
		b.WriteString("  " + shownLine(s.Entry.Student.Key()+": "+why) + "\n")
	}
	return b.String()
}

// undecidedWhy returns the criteria that could not be judged, with the reason of the first one.
func undecidedWhy(g *marks.Grade) string {
	var ids []string
	why := ""
	for _, c := range g.Undecided() {
		ids = append(ids, c.ID)
		if why == "" {
			why = c.Why
		}
	}
	if why != "" {
		why = ": " + why
	}
	return "could not be judged: " + strings.Join(ids, ", ") + why
}
