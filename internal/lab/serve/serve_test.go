package serve

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestCriteriaArriveInTheirOrder: each as soon as it is judged, with its reason and hint; what students may not see is not
// sent.
func TestCriteriaArriveInTheirOrder(t *testing.T) {
	turn := make(chan struct{})
	l := newLab(t, func(ctx context.Context, id string) *report.Scenario {
		select {
		case <-turn:
		case <-ctx.Done():
		}
		if id == "runs" {
			return failed("one <b>pod</b>")
		}
		return passes(ctx, id)
	}, func(l *lab) { l.exercise.Criteria[2].Visibility = marks.Hidden })
	e := l.events("s1", "en")
	first, _ := e.next()
	if first.Busy || !strings.Contains(string(first.HTML), "Nothing was checked yet") {
		t.Errorf("%+v", first)
	}
	if status, text := l.check("s1", podYAML, nil); status != http.StatusAccepted {
		t.Fatal(status, text)
	}
	if got := e.until("Being checked: 0 of 2 criteria"); !got.Busy {
		t.Errorf("%+v", got)
	}
	turn <- struct{}{}
	got := e.until("Being checked: 1 of 2 criteria")
	for _, want := range []string{"The Deployment has two pods", "one &lt;b&gt;pod&lt;/b&gt;", "spec.replicas"} {
		if !strings.Contains(string(got.HTML), want) {
			t.Errorf("no %q in %s", want, got.HTML)
		}
	}
	turn <- struct{}{}
	e.until("Being checked: 2 of 2 criteria")
	turn <- struct{}{}
	got = e.until("Attempt 1: 3 of 6 points for the criteria that are shown")
	if got.Busy || strings.Contains(string(got.HTML), "another one takes its place") || !strings.Contains(string(got.HTML), "1 criterion is not shown") {
		t.Errorf("%+v", got)
	}
	rows, err := l.options.Store.Load(t.Context(), "web")
	if err != nil || len(rows["s1"].Grade.Criteria) != 3 || rows["s1"].Grade.Raw().String() != "7" || !rows["s1"].Grade.Submitted.Equal(noon) {
		t.Errorf("%+v %v", rows["s1"], err)
	}
	if waiting, err := l.options.Store.Waiting(t.Context(), "web"); err != nil || len(waiting) > 0 {
		t.Error(waiting, err)
	}
}

func failed(saw string) *report.Scenario {
	step := &report.Step{Status: report.Failed, Line: 7, Failure: &explain.Failure{Want: "two pods", Saw: saw, Code: "POD_MISSING", Why: "there is one"}}
	return &report.Scenario{Status: report.Failed, Steps: []*report.Step{step}, Failure: step.Failure}
}

// TestTheQueue: everybody sees their place; while waiting, nobody can submit again; the instructor sees all.
func TestTheQueue(t *testing.T) {
	free := make(chan struct{})
	l := newLab(t, func(ctx context.Context, id string) *report.Scenario {
		select {
		case <-free:
		case <-ctx.Done():
		}
		return passes(ctx, id)
	}, nil)
	e1, e2, e3 := l.events("s1", "en"), l.events("s2", "en"), l.events("s3", "zh")
	l.check("s1", podYAML, nil)
	e1.until("Being checked")
	l.check("s2", podYAML, nil)
	e2.until("In the queue, at place 1.")
	if status, _, _ := l.ask("s3", http.MethodPost, "/check", nil, nil); status != http.StatusAccepted { // a namespace: nothing is submitted
		t.Error(status)
	}
	e3.until("排队中，第 2 位。")
	for _, who := range []string{"s1", "s2"} {
		if status, text := l.check(who, podYAML, nil); status != http.StatusConflict || !strings.Contains(text, "in the queue already") {
			t.Error(who, status, text)
		}
	}
	class := l.events("", "en")
	got := class.until("in the queue (2)")
	for _, want := range []string{"being checked (0)", "in the queue (1)"} {
		if !strings.Contains(string(got.HTML), want) {
			t.Errorf("no %q in %s", want, got.HTML)
		}
	}
	close(free)
	e1.until("10 of 10 points")
	e2.until("10 of 10 points")
	e3.until("10 分，满分 10 分")
	class.until("3 / 3")
}

// TestWorkIsTakenUpAgain: work that is being graded when the server stops stays in the store, and the next server grades it as
// the same attempt.
func TestWorkIsTakenUpAgain(t *testing.T) {
	begun := make(chan struct{}, 1)
	l := newLab(t, func(ctx context.Context, _ string) *report.Scenario {
		begun <- struct{}{}
		<-ctx.Done()
		return &report.Scenario{Status: report.Interrupted}
	}, nil)
	e := l.events("s1", "en")
	l.check("s1", podYAML, nil)
	l.check("s2", podYAML, nil)
	<-begun
	l.stop()
	e.until("The server is being stopped")
	for more := true; more; { // the stream ends
		_, more = e.next()
	}
	waiting, err := l.options.Store.Waiting(t.Context(), "web")
	if err != nil || len(waiting) != 2 || waiting[0].Student != "s1" {
		t.Fatalf("%+v %v", waiting, err)
	}
	l.judge = passes
	l.start()
	e1, e2 := l.events("s1", "en"), l.events("s2", "en")
	e1.until("Attempt 1: 10 of 10 points")
	e2.until("Attempt 1: 10 of 10 points")
}

// TestFaultsCostNothing: an error, a panic, and a fault of the machine do not count as attempts.
func TestFaultsCostNothing(t *testing.T) {
	say := make(chan error, 9)
	l := newLab(t, passes, func(l *lab) {
		tries, inner := 0, l.options.Grade
		l.options.Say = func(err error) { say <- err }
		l.options.Rules.Most = 1
		l.options.Grade = func(ctx context.Context, task Task) (*marks.Grade, error) {
			switch tries++; tries {
			case 1:
				return nil, errors.New("no such cluster: secret address")
			case 2:
				panic("index out of range")
			}
			return inner(ctx, task)
		}
	})
	e := l.events("s1", "en")
	for range 2 {
		l.check("s1", podYAML, nil)
		got := e.until("could not be checked because of a fault of the machine")
		if strings.Contains(string(got.HTML), "secret") || <-say == nil {
			t.Errorf("%+v", got)
		}
	}
	l.check("s1", podYAML, nil)
	e.until("Attempt 1: 10 of 10 points")
	if status, text := l.check("s1", podYAML, nil); status != http.StatusConflict || !strings.Contains(text, "All 1 attempts that the exercise allows are used") {
		t.Error(status, text)
	}
}

// TestRulesHoldOnThePage: attempts, the deadline, and late submissions.
func TestRulesHoldOnThePage(t *testing.T) {
	c := &clock{now: noon}
	l := newLab(t, passes, func(l *lab) {
		l.options.Now = c.time
		l.options.Rules.Deadline, l.options.Exercise.Due, l.exercise.Deadline = noon.Add(time.Hour), noon.Add(time.Hour), noon.Add(time.Hour)
		l.options.Rules.Late = policy.Late{Accepted: true, Until: noon.Add(2 * time.Hour), Cost: 150}
		l.options.Rules.Most, l.options.Rules.HintCost = 2, 50
		l.exercise.Criteria[2].Visibility = marks.AfterDueDate
	})
	_, page, _ := l.ask("s1", http.MethodGet, "/", nil, map[string]string{"Accept": "text/html"})
	for _, want := range []string{"Attempt 1 of 2.", "Due 2026-03-01 13:00", "Late work is taken until 2026-03-01 14:00 &#43;00:00. It costs 1.5 points.", "Each hint beyond the first costs 0.5 points."} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	e := l.events("s1", "en")
	l.check("s1", podYAML, nil)
	if got := e.until("Attempt 1: 6 of 6 points for the criteria that are shown"); strings.Contains(string(got.HTML), "takes its place") {
		t.Error(got.HTML)
	}
	c.add(90 * time.Minute)
	l.check("s1", podYAML, nil)
	if got := e.until("Attempt 2: 8.5 of 10 points"); !strings.Contains(string(got.HTML), "Late submission: less 1.5 points") || !strings.Contains(string(got.HTML), "Attempt 1 counts.") {
		t.Error(got.HTML)
	}
	c.add(time.Hour)
	if status, text := l.check("s2", podYAML, map[string]string{"Accept-Language": "zh-CN,en;q=0.5"}); status != http.StatusConflict || !strings.Contains(text, "已过 2026-03-01 14:00 +00:00") {
		t.Error(status, text)
	}
}
