package mutate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/internal/tags"
)

// Options say how mutants are tried.
type Options struct {
	Limits schedule.Limits // how many scenarios run in parallel
	// Budget is how long further mutants are started; 0 tries all.
	Budget time.Duration
	// Tell, if set, is called with the progress. Calls do not overlap.
	Tell func(Progress)
	// Versions are the versions of everything that runs the scenarios.
	Versions []string
	// Memory has the results of earlier mutations; nil has none.
	Memory Memory
	// Now returns the current time; nil uses the system clock.
	Now func() time.Time
}

// Mutation is a suite's mutants while they are tried.
type Mutation struct {
	Suite   *Suite
	Mutants []*Mutant
	options Options
	started time.Time
	until   time.Time // zero: no limit

	tell                        sync.Mutex // guards the following fields
	running, scenarios, passing int
	notes                       []string
}

// Begin prepares the mutants.
func Begin(s *Suite, mutants []*Mutant, o Options) *Mutation {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Memory == nil {
		o.Memory = forgetful{}
	}
	return &Mutation{Suite: s, Mutants: mutants, options: o, started: o.Now()}
}

// runner tries mutants on one bench.
type runner struct {
	*Mutation
	bench Bench
	cases []*Case // scenarios of the bench
}

// On tries the mutants with the scenarios that share a cluster.
func (m *Mutation) On(ctx context.Context, b Bench, cases []*Case) error {
	r := &runner{Mutation: m, bench: b, cases: cases}
	if err := r.unbroken(ctx, r.recall()); err != nil {
		return err
	}
	if m.options.Budget > 0 && m.until.IsZero() {
		m.until = m.options.Now().Add(m.options.Budget)
	}
	now, later, err := r.jobs(ctx)
	if err != nil {
		return err
	}
	schedule.All(ctx, m.options.Limits, now)
	schedule.All(ctx, m.options.Limits, later)
	return ctx.Err()
}

// unbroken runs the unmodified scenarios, and repeats those that fail: one that then passes is flaky. For scenarios that no
// mutant needs any more, an earlier pass is enough.
func (r *runner) unbroken(ctx context.Context, needed map[*Case]bool) error {
	var jobs []schedule.Job
	for _, c := range r.cases {
		before, known := r.options.Memory.Get(r.keyOf(c, nil))
		if !needed[c] && known {
			c.Base = before.Base
		}
		if !needed[c] && known || !r.uses(c) {
			continue
		}
		locks, err := r.bench.Locks(ctx, c)
		if err != nil {
			return err
		}
		jobs = append(jobs, jobOf(c, locks, func(ctx context.Context) {
			base := r.try(ctx, Trial{Case: c})
			if base.Ending == Failed || base.Ending == Infrastructure {
				base = flaky(base, r.try(ctx, Trial{Case: c}))
			}
			if ctx.Err() != nil { // only earlier results are known
				base = before.Base
			}
			if c.Base = base; base.Ending == Passed && ctx.Err() == nil {
				r.put(Known{Key: r.keyOf(c, nil), Ending: Passed, Base: c.Base})
			}
			r.count(0, base.Ending == Passed)
		}))
	}
	r.count(len(jobs), false)
	schedule.All(ctx, r.options.Limits, jobs)
	return ctx.Err()
}

// uses reports whether a manifest of the scenario has a mutant.
func (m *Mutation) uses(c *Case) bool {
	return slices.ContainsFunc(m.Mutants, func(each *Mutant) bool { return each.Source.in(c) })
}

// Note adds a remark to the report, once.
func (m *Mutation) Note(text string) {
	m.tell.Lock()
	defer m.tell.Unlock()
	if !slices.Contains(m.notes, text) {
		m.notes = append(m.notes, text)
	}
}

// count counts scenarios of the unmodified run.
func (m *Mutation) count(more int, passed bool) {
	m.tell.Lock()
	defer m.tell.Unlock()
	m.scenarios += more
	if passed {
		m.passing++
	}
}

// flaky describes why a scenario that failed, and was tried again, cannot be used.
func flaky(first, second Outcome) Outcome {
	if second.Ending == Passed && first.Ending == Failed {
		first.Why = "it is flaky: it failed, and passed when it was run again"
		return first
	}
	return second
}

// jobOf returns the job of a scenario. An exclusive scenario that locks no node runs alone; with locks, others would run beside
// it.
func jobOf(c *Case, locks []string, run func(context.Context)) schedule.Job {
	exclusive := tags.Has(c.Pickle.Tags, tags.Exclusive)
	if exclusive && len(tags.Values(c.Pickle.Tags, tags.Node)) == 0 {
		locks = nil
	}
	return schedule.Job{Exclusive: exclusive, Locks: locks, Run: run}
}

// jobs returns the jobs of all mutants: each with all its scenarios, the quickest first, and a second round. A mutant locks
// itself, so that it is tried in one scenario at a time; jobs that can no longer show anything are dropped. A second-round job
// may have to wait for an exclusive scenario, so it is also among the later ones.
func (r *runner) jobs(ctx context.Context) (now, later []schedule.Job, err error) {
	for i, m := range r.byCost() {
		cases := r.usable(m)
		var again []schedule.Job
		for _, c := range cases {
			locks, err := r.bench.Locks(ctx, c)
			if err != nil {
				return nil, nil, err
			}
			locks = append(slices.Clone(locks), mutantLock(i))
			now = append(now, r.jobOfTurn(turn{m, c, cases, 1}, locks))
			again = append(again, r.jobOfTurn(turn{m, c, cases, rounds}, locks))
		}
		now, later = append(now, again...), append(later, again...)
	}
	return now, later, nil
}

// byCost returns the mutants in the order in which they are tried: the highest weight first, and with equal weight those with
// quicker scenarios.
func (r *runner) byCost() []*Mutant {
	cost := map[*Mutant]time.Duration{}
	for _, m := range r.Mutants {
		for _, c := range r.usable(m) {
			cost[m] += c.Base.Took
		}
	}
	all := slices.Clone(r.Mutants)
	slices.SortStableFunc(all, func(a, b *Mutant) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(cost[a], cost[b])) })
	return all
}

// own returns the scenarios of this bench that use the manifest.
func (r *runner) own(m *Mutant) []*Case {
	var cases []*Case
	for _, c := range m.Source.Cases {
		if slices.Contains(r.cases, c) {
			cases = append(cases, c)
		}
	}
	return cases
}

// usable returns the scenarios of this bench that use the manifest and pass unmodified, the quickest first.
func (r *runner) usable(m *Mutant) []*Case {
	cases := slices.DeleteFunc(r.own(m), func(c *Case) bool { return c.Base.Ending != Passed })
	slices.SortStableFunc(cases, func(a, b *Case) int { return cmp.Compare(a.Base.Took, b.Base.Took) })
	return cases
}

// turn is a mutant in one of its scenarios, in the first or second round.
type turn struct {
	mutant *Mutant
	c      *Case
	cases  []*Case
	round  int
}

func (r *runner) jobOfTurn(t turn, locks []string) schedule.Job {
	job := jobOf(t.c, locks, func(ctx context.Context) { r.take(ctx, t) })
	job.Needless = func() bool { return r.over() || t.needless() }
	job.Ready = t.ready
	return job
}

// needless reports whether the turn can no longer show anything.
func (t turn) needless() bool { return t.mutant.decided() || t.mutant.passes([]*Case{t.c}) >= t.round }

// ready reports whether all scenarios have passed the earlier rounds.
func (t turn) ready() bool { return t.mutant.passes(t.cases) >= t.round-1 }

// take runs the scenario of a turn, unless the API server's answer is enough.
func (r *runner) take(ctx context.Context, t turn) {
	if ctx.Err() != nil || r.over() || t.needless() || !t.ready() {
		return
	}
	m, c := t.mutant, t.c
	f := r.answered(ctx, m)
	if f.ending == "" {
		f = r.judge(ctx, m, c)
	}
	if t.round > 1 && f.ending == Failed && f.failures == 1 {
		f = r.judge(ctx, m, c) // it has passed before
	}
	if f.ending == Infrastructure && ctx.Err() != nil {
		return // it was interrupted, which is not a fault of the cluster
	}
	m.take(c, f)
	r.remember(c, m, f)
	r.progress(0)
}

// over reports whether no further mutant may be started.
func (r *runner) over() bool { return !r.until.IsZero() && r.options.Now().After(r.until) }

// answered returns the finding that follows from the API server's answer, which is requested once.
func (r *runner) answered(ctx context.Context, m *Mutant) finding {
	if m.asked || m.Source.Refused || m.Source.Feature {
		return finding{}
	}
	m.asked = true // a mutant has one turn at a time
	answer, err := r.bench.Ask(ctx, m)
	switch {
	case err != nil:
		r.Note(fmt.Sprintf("whether the API server takes a changed manifest is found out by applying it: %v", err))
	case answer.Refused != "":
		return finding{ending: Refused, why: answer.Refused}
	case answer.Same:
		return finding{ending: Same, why: "the API server makes the same objects of it"}
	}
	return finding{}
}

func (r *runner) try(ctx context.Context, t Trial) Outcome {
	r.progress(1)
	defer r.progress(-1)
	return r.bench.Try(ctx, t)
}
