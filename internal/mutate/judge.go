package mutate

import (
	"context"
	"slices"
	"strings"
	"time"
)

// How long waits of mutants may take. It is known how long the unmodified run took, and a mutant that changes nothing takes as
// long. A timeout of the short waits is not a verdict unless a permanent cause was found: otherwise the scenario runs again
// with long ones.
var (
	short = Patience{Times: 3, Least: 5 * time.Second}
	long  = Patience{Times: 10, Least: 20 * time.Second}
)

// lasting are permanent causes, see package explain: waiting longer shows the same.
var lasting = []string{
	"ADMISSION_DENIED", "POD_CONFIG_ERROR", "POD_CONTAINER_EXITED", "POD_CRASH_LOOP", "POD_IMAGE_PULL", "POD_INIT_FAILED",
	"POD_OOM_KILLED", "POD_REJECTED", "POD_UNSCHEDULABLE", "QUOTA_EXCEEDED", "RBAC_DENIED",
}

// certain reports whether a failure is certainly caused by the mutant: the step depends on it, and the observed state is not
// merely late.
func certain(m *Mutant, c *Case, out Outcome) bool {
	if out.Ending != Failed || !m.affects(out.Step, out.Text) {
		return false
	}
	if !out.RanOut || slices.Contains(lasting, out.Code) {
		return true
	}
	return out.Step < len(c.Base.Waits) && long.enough(c.Base.Waits[out.Step], out.Within)
}

// affects reports whether the result of a step depends on the mutant: the step names the changed object, or a related one. If a
// step is changed, that step and later ones are affected.
func (m *Mutant) affects(step int, text string) bool {
	if m.Source.Feature {
		return step >= m.step-1
	}
	return speaksOf(text, m.Name) || slices.ContainsFunc(m.Related, func(name string) bool { return speaksOf(text, name) })
}

// speaksOf reports whether a step names an object, with or without its namespace.
func speaksOf(step, name string) bool {
	return name != "" && (strings.Contains(step, `"`+name+`"`) || strings.Contains(step, "/"+name+`"`))
}

// finding is what the runs of one scenario say about a mutant.
type finding struct {
	ending   Ending
	notice   *Notice
	step     int // the number of the step that noticed
	why      string
	failures int // number of failed runs
	passes   int // number of passed runs
}

// rounds is how often every scenario must pass before a mutant counts as a survivor.
const rounds = 2

// judge runs a scenario with a mutant, again if the host or the cluster was at fault, and once more if its failure may have
// another cause.
func (r *runner) judge(ctx context.Context, m *Mutant, c *Case) finding {
	out := r.try(ctx, Trial{Case: c, Mutant: m, Patience: short})
	if out.Ending == Infrastructure {
		out = r.try(ctx, Trial{Case: c, Mutant: m, Patience: long})
	}
	failures := 0
	if m.noticedBy(out) {
		failures++
	}
	if failures > 0 && !certain(m, c, out) {
		if out = r.try(ctx, Trial{Case: c, Mutant: m, Patience: long}); m.noticedBy(out) {
			failures++
		}
	}
	f := finding{ending: out.Ending, step: out.Step, why: out.Why, failures: failures, passes: 1}
	switch {
	case m.noticedBy(out):
		f.ending, f.notice = Failed, noticeOf(c, out)
	case out.Ending == Unsound:
		f.ending, f.notice = Failed, &Notice{Scenario: c.ID(), Name: c.Pickle.Name, Step: "gherkind refuses the scenario before it runs", Line: c.Pickle.Line, Saw: out.Why}
		f.failures = rounds // that does not change from run to run
	}
	return f
}

// noticedBy reports whether a run noticed the mutant by failing. If the API server refuses the changed object itself, the
// mutant is invalid.
func (m *Mutant) noticedBy(out Outcome) bool {
	return out.Ending == Failed || out.Ending == Refused && (m.Source.Feature || !speaksOf(out.Why, m.Name))
}

func noticeOf(c *Case, out Outcome) *Notice {
	n := &Notice{Scenario: c.ID(), Name: c.Pickle.Name, Step: out.Text, Line: c.Pickle.Line, Code: out.Code, Saw: out.Saw}
	if out.Step < len(c.Pickle.Steps) {
		n.Line = c.Pickle.Steps[out.Step].Line
	}
	return n
}

// take sets the verdict that follows from a finding.
func (m *Mutant) take(c *Case, f finding) {
	switch f.ending {
	case Failed:
		m.decide(Killed, f.notice, "")
	case Refused:
		m.decide(Invalid, nil, f.why)
	case Same:
		m.decide(Equivalent, nil, f.why)
	case Infrastructure:
		m.decide(Undecided, nil, f.why)
	case Passed:
		m.pass(c, f.passes)
	case NotRun, Unfit, Unsound:
	}
}

// pass counts runs of a scenario that did not notice.
func (m *Mutant) pass(c *Case, times int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.passed == nil {
		m.passed = map[*Case]int{}
	}
	m.passed[c] += times
}

// passes returns how often every one of the scenarios has passed.
func (m *Mutant) passes(cases []*Case) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	least := 0
	for i, c := range cases {
		if i == 0 || m.passed[c] < least {
			least = m.passed[c]
		}
	}
	return least
}
