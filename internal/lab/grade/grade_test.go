package grade

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/scenarios/report"
)

// fake judges criteria as a test defines.
type fake struct {
	mu     sync.Mutex
	judged map[string]int
	says   func(id string, time int) (*report.Scenario, error)
}

func (f *fake) Judge(_ context.Context, c *exercise.Criterion) (*report.Scenario, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.judged == nil {
		f.judged = map[string]int{}
	}
	f.judged[c.ID]++
	return f.says(c.ID, f.judged[c.ID])
}

func (f *fake) Locks(*gherkin.Pickle) []string { return nil }

var passed = &report.Scenario{Status: report.Passed}

func broken(why string) *report.Scenario {
	return &report.Scenario{Status: report.Failed, Err: why, Steps: []*report.Step{{Status: report.Failed}}}
}

func missed(f explain.Failure, definition, count string) *report.Scenario {
	step := &report.Step{Status: report.Failed, Failure: &f, Line: 7, Definition: definition, Values: []report.Value{{Type: "count", Text: count}}}
	return &report.Scenario{Status: report.Failed, Steps: []*report.Step{step}, Failure: &f}
}

var plain = explain.Failure{Want: "two pods", Saw: "one pod", Code: "POD_MISSING", Why: "there is one"}

// web is the exercise that lab new writes, with the criteria runs, reachable and heals, which needs reachable.
func web(t *testing.T) *exercise.Exercise {
	t.Helper()
	t.Chdir(t.TempDir())
	if _, err := exercise.New("web"); err != nil {
		t.Fatal(err)
	}
	e, err := exercise.Load("web", exercise.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func run(t *testing.T, o Options, says func(id string, time int) (*report.Scenario, error)) (*marks.Grade, *fake) {
	t.Helper()
	f := &fake{says: says}
	o.Limits = schedule.Limits{Most: 3}
	g := Run(t.Context(), web(t), f, o)
	if err := g.Check(); err != nil {
		t.Error(err)
	}
	return g, f
}

func verdicts(g *marks.Grade) string {
	var all []string
	for _, c := range g.Criteria {
		all = append(all, c.ID+" "+string(c.Verdict)+" "+c.Earned.String())
	}
	return strings.Join(all, ", ")
}

func TestCriteriaGoOnAfterAMiss(t *testing.T) {
	g, f := run(t, Options{}, func(id string, _ int) (*report.Scenario, error) {
		if id == "runs" {
			return missed(plain, "", ""), nil
		}
		return passed, nil
	})
	if got := verdicts(g); got != "runs failed 0, reachable passed 3, heals passed 4" || f.judged["runs"] != 1 {
		t.Error(got, f.judged)
	}
	c := g.Criteria[0]
	if c.Expected != "two pods" || c.Seen != "one pod" || c.Code != "POD_MISSING" || c.Why != "there is one" || c.Line != 7 {
		t.Errorf("%+v", c)
	}
}

func TestWhatNeedsAMissedCriterionIsBlocked(t *testing.T) {
	g, f := run(t, Options{}, func(id string, _ int) (*report.Scenario, error) {
		if id == "reachable" {
			return missed(plain, "", ""), nil
		}
		return passed, nil
	})
	if got := verdicts(g); got != "runs passed 3, reachable failed 0, heals blocked 0" || f.judged["heals"] != 0 {
		t.Error(got, f.judged)
	}
}

// TestInfrastructureCostsNoMark: it is tried again, and if it stays, the points are undecided.
func TestInfrastructureCostsNoMark(t *testing.T) {
	nodeDown := missed(explain.Failure{Saw: "a node", Code: explain.NodeNotReady, Why: "node is not ready"}, "", "")
	for name, says := range map[string]func(time int) (*report.Scenario, error){
		"the API server":  func(int) (*report.Scenario, error) { return broken("the API server did not answer"), nil },
		"a node":          func(int) (*report.Scenario, error) { return nodeDown, nil },
		"missing rights":  func(int) (*report.Scenario, error) { return nil, errors.New("a right is missing") },
		"the interrupted": func(int) (*report.Scenario, error) { return &report.Scenario{Status: report.Skipped}, nil },
	} {
		g, _ := run(t, Options{}, func(id string, time int) (*report.Scenario, error) {
			if id == "reachable" {
				return says(time)
			}
			return passed, nil
		})
		_, decided := g.Points()
		if got := verdicts(g); got != "runs passed 3, reachable infrastructure 0, heals infrastructure 0" || decided || g.Criteria[1].Why == "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	g, f := run(t, Options{}, func(_ string, time int) (*report.Scenario, error) {
		if time == 1 {
			return broken("the API server did not answer"), nil
		}
		return passed, nil
	})
	if points, decided := g.Points(); !decided || points != g.Total() || f.judged["runs"] != 2 {
		t.Error(verdicts(g), f.judged)
	}
}

// TestWhatTheClusterRefusesIsTheStudents: it is not a fault of the machine, and not tried again.
func TestWhatTheClusterRefusesIsTheStudents(t *testing.T) {
	g, f := run(t, Options{}, func(string, int) (*report.Scenario, error) {
		return nil, &Rejected{errors.New("exceeded quota\x1b[31m")}
	})
	if got := verdicts(g); got != "runs failed 0, reachable failed 0, heals blocked 0" || f.judged["runs"] != 1 || g.Criteria[0].Code != marks.CodeRefused || !strings.Contains(g.Criteria[0].Seen, `\x1b`) {
		t.Error(got, f.judged, g.Criteria[0].Seen)
	}
}

// TestTheWholeGradingHasALimit: what is not judged by then costs no mark, and what was judged counts.
func TestTheWholeGradingHasALimit(t *testing.T) {
	e := web(t)
	e.Limits.Time = time.Millisecond
	g := Run(t.Context(), e, endless{}, Options{})
	if got := verdicts(g); got != "runs infrastructure 0, reachable infrastructure 0, heals infrastructure 0" || !strings.Contains(g.Criteria[0].Why, "longer than 1ms, which is limits.time") {
		t.Error(got, g.Criteria[0].Why)
	}
}

// endless is a cluster on which nothing ends by itself.
type endless struct{}

func (endless) Judge(ctx context.Context, _ *exercise.Criterion) (*report.Scenario, error) {
	<-ctx.Done()
	return &report.Scenario{Status: report.Interrupted}, nil
}

func (endless) Locks(*gherkin.Pickle) []string { return nil }

func TestEachAttemptShowsOneMoreHint(t *testing.T) {
	for attempt, want := range map[int]string{1: "spec.replicas", 2: "--replicas=2", 9: "--replicas=2"} {
		g, _ := run(t, Options{Attempt: attempt}, func(string, int) (*report.Scenario, error) { return missed(plain, "", ""), nil })
		if !strings.Contains(g.Criteria[0].Hint, want) {
			t.Errorf("attempt %d: %q", attempt, g.Criteria[0].Hint)
		}
	}
}

func TestOneCriterionIsJudgedWithThoseThatItNeeds(t *testing.T) {
	g, f := run(t, Options{Only: "heals"}, func(string, int) (*report.Scenario, error) { return passed, nil })
	if got := verdicts(g); got != "reachable passed 3, heals passed 4" || f.judged["runs"] != 0 {
		t.Error(got)
	}
}

// TestCredit: a part of the points is earned by the rule for the last step, and in no other way.
func TestCredit(t *testing.T) {
	for _, c := range []struct{ definition, count, saw, earned string }{
		{"workload-ready-replicas", "3", "2 of 3 replicas are ready", "2"},
		{"workload-ready-replicas", "3", "0 of 3 replicas are ready", "0"},
		{"workload-ready-replicas", "3", "4 of 4 replicas are ready", "0"},
		{"workload-ready-replicas", "3", `there is no deployment "2 of 3 replicas are ready"`, "0"},
		{"object-count", "3", `there is 1: "a"`, "1"},
		{"object-count", "3", "there are none", "0"},
		{"service-ready-endpoints", "3", `the service has 2 ready endpoints: pod "a", pod "b"`, "2"},
		{"pod-has-status", "3", "2 of 3 replicas are ready", "0"},
	} {
		m, r := marks.Criterion{Points: 3 * marks.One, Verdict: marks.Failed}, &runner{}
		r.credit(&m, missed(explain.Failure{Saw: c.saw}, c.definition, c.count))
		if m.Earned.String() != c.earned || (m.Verdict == marks.Partial) != (c.earned != "0") {
			t.Errorf("%s: %s %s", c.saw, m.Earned, m.Verdict)
		}
	}
	s := missed(explain.Failure{Saw: "2 of 3 replicas are ready"}, "workload-ready-replicas", "3")
	s.Steps = append(s.Steps, &report.Step{Status: report.Skipped})
	m := marks.Criterion{Points: 3 * marks.One, Verdict: marks.Failed}
	if (&runner{}).credit(&m, s); m.Earned != 0 {
		t.Error("a step that is not the last earned", m.Earned)
	}
}

// TestWhatHintsAndLatenessCost: a criterion never costs more than it is worth, and an undecided one may still earn the rest.
func TestWhatHintsAndLatenessCost(t *testing.T) {
	costs := Options{HintCost: map[string]marks.Points{"runs": marks.One, "heals": 9 * marks.One}, LatePenalty: 50, Submitted: time.Unix(1, 0)}
	var judged []string
	costs.Judged = func(c marks.Criterion) { judged = append(judged, c.ID) }
	g, _ := run(t, costs, func(string, int) (*report.Scenario, error) { return passed, nil })
	if points, decided := g.Points(); !decided || points.String() != "4.5" || g.LatePenalty != 50 || !g.Submitted.Equal(costs.Submitted) || len(judged) != 3 {
		t.Error(points, decided, judged) // 3-1 and 3 and 4-4, less 0.5
	}
	g, _ = run(t, costs, func(string, int) (*report.Scenario, error) { return nil, errors.New("a right is missing") })
	if g.AtMost().String() != "4.5" {
		t.Error(g.AtMost())
	}
	g, _ = run(t, Options{AtStart: map[string]marks.Points{"runs": 2 * marks.One}}, func(string, int) (*report.Scenario, error) { return passed, nil })
	if c := g.Criteria[0]; c.AtStart != 2*marks.One || c.Earned != c.Points {
		t.Errorf("%+v", c)
	}
	was := marks.Criterion{ID: "runs", Points: 300, HintCost: 100, AtStart: 100}
	if is := Again(was, passed); is.HintCost != 100 || is.AtStart != 100 || is.Earned != 300 {
		t.Errorf("judged again: %+v", is)
	}
}
