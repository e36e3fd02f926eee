package grade

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Bench judges criteria, possibly several in parallel.
type Bench interface {
	// Judge runs the scenario of a criterion on the student's work. The error is a [*Rejected] if the cluster refused the
	// student's objects.
	Judge(ctx context.Context, c *exercise.Criterion) (*report.Scenario, error)
	// Locks returns names that no two criteria hold at the same time.
	Locks(p *gherkin.Pickle) []string
}

// Rejected says that the cluster, or gherkind before it, refused the submission.
type Rejected struct{ Err error }

func (r *Rejected) Error() string { return r.Err.Error() }
func (r *Rejected) Unwrap() error { return r.Err }

// Refused returns the grade of a submission that is not applied at all: nothing is earned, and each criterion says why.
func Refused(ctx context.Context, e *exercise.Exercise, why error, o Options) *marks.Grade {
	o.Limits = schedule.Limits{Most: 1}
	return Run(ctx, e, rejecting{&Rejected{why}}, o)
}

// Options say for whom to grade, and how.
type Options struct {
	Student  marks.Student
	Attempt  int    // from 1; also selects the hint to show
	Language string // "" uses the exercise's first language
	Only     string // the ID of the only criterion to judge, together with those that it needs
	Limits   schedule.Limits
	Progress func(done, all int)   // may be nil
	Judged   func(marks.Criterion) // may be nil; called for each criterion, without overlap

	Submitted   time.Time               // when the work was submitted; zero if unknown
	HintCost    map[string]marks.Points // cost of hints shown before, by criterion ID
	AtStart     map[string]marks.Points // what the work earned before the student began, by criterion ID
	LatePenalty marks.Points
}

// Run judges all criteria. A missed criterion does not stop the others, but blocks those that need it.
func Run(ctx context.Context, e *exercise.Exercise, b Bench, o Options) *marks.Grade {
	if o.Language == "" {
		o.Language = e.Languages[0]
	}
	r := &runner{exercise: e, bench: b, options: o, verdicts: map[string]marks.Criterion{}}
	g := &marks.Grade{
		Exercise: marks.Exercise{Name: e.Name, Title: e.TitleIn(o.Language), Hash: e.Hash, Due: e.Deadline},
		Student:  o.Student, Attempt: max(o.Attempt, 1), Submitted: o.Submitted, Started: time.Now(), Seed: e.Seed, Language: o.Language,
		LatePenalty: o.LatePenalty,
	}
	wanted := r.wanted()
	if limit := e.Limits.Time; limit > 0 {
		var end context.CancelFunc
		ctx, end = context.WithTimeoutCause(ctx, limit, &tooLong{limit})
		defer end()
	}
	for len(r.verdicts) < len(wanted) {
		schedule.All(ctx, o.Limits, r.jobs(wanted))
	}
	for _, c := range wanted {
		g.Criteria = append(g.Criteria, r.verdicts[c.ID])
	}
	g.Ended = time.Now()
	return g
}

// tooLong says that the grading exceeded its limit. Each wait of a criterion has its own limit, so the machine is slow, or the
// limit is too short.
type tooLong struct{ limit time.Duration }

func (l *tooLong) Error() string {
	return fmt.Sprintf("the grading took longer than %s, which is limits.time of the exercise: grade again when the cluster has less to do, or raise it", l.limit)
}

type runner struct {
	exercise *exercise.Exercise
	bench    Bench
	options  Options

	mu       sync.Mutex
	verdicts map[string]marks.Criterion // of judged criteria, by ID
}

// wanted returns the criteria to judge: all, or one and those that it needs.
func (r *runner) wanted() []*exercise.Criterion {
	if r.options.Only == "" {
		return r.exercise.Criteria
	}
	ids := []string{r.options.Only}
	for i := 0; i < len(ids); i++ {
		if c := r.exercise.Criterion(ids[i]); c != nil {
			ids = append(ids, c.Needs...)
		}
	}
	var some []*exercise.Criterion
	for _, c := range r.exercise.Criteria {
		if slices.Contains(ids, c.ID) {
			some = append(some, c)
		}
	}
	return some
}

// jobs returns the jobs for criteria whose needs have all been judged. Criteria need only those above them, so there is always
// one until all are judged.
func (r *runner) jobs(wanted []*exercise.Criterion) []schedule.Job {
	var jobs []schedule.Job
	for _, c := range wanted {
		if _, judged := r.verdicts[c.ID]; judged || !r.ready(c) {
			continue
		}
		jobs = append(jobs, schedule.Job{
			Exclusive: tags.Has(c.Pickle.Tags, tags.Exclusive), Locks: r.bench.Locks(c.Pickle),
			Run: func(ctx context.Context) { r.keep(r.judge(ctx, c), len(wanted)) },
		})
	}
	return jobs
}

func (r *runner) ready(c *exercise.Criterion) bool {
	for _, id := range c.Needs {
		if _, judged := r.verdicts[id]; !judged {
			return false
		}
	}
	return true
}

func (r *runner) keep(m marks.Criterion, all int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.verdicts[m.ID] = m
	if r.options.Judged != nil {
		r.options.Judged(m)
	}
	if r.options.Progress != nil {
		r.options.Progress(len(r.verdicts), all)
	}
}

// blank returns a criterion without a result.
func (r *runner) blank(c *exercise.Criterion) marks.Criterion {
	title, _ := c.In(r.options.Language)
	return marks.Criterion{
		ID: c.ID, Title: title, Points: c.Points, Visibility: c.Visibility, Needs: c.Needs, URI: c.Pickle.URI, Line: c.Line,
		HintCost: min(r.options.HintCost[c.ID], c.Points), AtStart: min(r.options.AtStart[c.ID], c.Points),
	}
}

// judge returns the result of a criterion.
func (r *runner) judge(ctx context.Context, c *exercise.Criterion) marks.Criterion {
	m, began := r.blank(c), time.Now()
	if id, becomes := r.blocker(m); id != "" {
		m.Verdict, m.Why = becomes, "it needs "+id+", which did not pass"
		if becomes == marks.Infrastructure {
			m.Why = "it needs " + id + ", which could not be judged"
		}
		return m
	}
	s, err := r.twice(ctx, c)
	r.conclude(&m, c, s, err)
	if over, is := errors.AsType[*tooLong](context.Cause(ctx)); is && m.Verdict == marks.Infrastructure {
		m.Why = over.Error()
	}
	m.Seconds = time.Since(began).Round(time.Millisecond).Seconds()
	return m
}

func (r *runner) blocker(m marks.Criterion) (string, marks.Verdict) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := &marks.Grade{}
	for _, id := range m.Needs {
		before.Criteria = append(before.Criteria, r.verdicts[id])
	}
	return before.Blocker(m)
}

// twice judges a criterion, and repeats that if the host or the cluster was at fault.
func (r *runner) twice(ctx context.Context, c *exercise.Criterion) (*report.Scenario, error) {
	s, err := r.bench.Judge(ctx, c)
	if ctx.Err() == nil && err == nil && atFault(s) != "" {
		s, err = r.bench.Judge(ctx, c)
	}
	return s, err
}
