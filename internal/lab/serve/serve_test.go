package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
	"github.com/gherkind/gherkind/internal/lab/submission"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/scenarios/report"
)

// bench judges criteria as a test says; the rest of grading is that of gherkind grade.
type bench func(ctx context.Context, id string) *report.Scenario

func (b bench) Judge(ctx context.Context, c *exercise.Criterion) (*report.Scenario, error) {
	return b(ctx, c.ID), nil
}
func (bench) Locks(*gherkin.Pickle) []string { return nil }

func passes(context.Context, string) *report.Scenario { return &report.Scenario{Status: report.Passed} }

// lab is a server with its store, and the tokens of all.
type lab struct {
	t        *testing.T
	exercise *exercise.Exercise
	judge    bench
	options  Options
	path     string // of the store
	server   *Server
	web      *httptest.Server
	tokens   map[string]string
	stop     func() // the workers, and waits for them
}

// clock does not run by itself.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// newLab serves the exercise that lab new writes, of the criteria runs, reachable and heals, to the students s1 to s3; s3 works in a
// namespace. change may alter the options before the server is made.
func newLab(t *testing.T, judge bench, change func(*lab)) *lab {
	t.Helper()
	t.Chdir(t.TempDir())
	if _, err := exercise.New("web"); err != nil {
		t.Fatal(err)
	}
	e, err := exercise.Load("web", exercise.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{t: t, exercise: e, judge: judge, path: filepath.Join(t.TempDir(), "class.db"), tokens: map[string]string{}}
	s, err := store.Open(t.Context(), l.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	l.options = Options{
		Exercise: marks.Exercise{Name: e.Name, Title: e.Title["en"], Hash: e.Hash}, Rules: e.Rules(), Store: s, Parallel: 1, MostBytes: 64 << 10, Now: (&clock{now: noon}).time,
		Entries: []roster.Entry{{Student: marks.Student{ID: "s1", Name: "Ada"}}, {Student: marks.Student{ID: "s2"}}, {Student: marks.Student{ID: "s3"}, Namespace: "team-3"}},
		Say:     func(err error) { t.Logf("said: %v", err) }, Grade: l.grade,
	}
	l.options.Text = func(_, language string) (Text, error) {
		text := Text{Title: e.TitleIn(language), Instructions: e.InstructionsIn(language)}
		for _, c := range e.Criteria {
			text.Criteria = append(text.Criteria, marks.Criterion{ID: c.ID, Title: c.Title, Points: c.Points, Visibility: c.Visibility})
		}
		return text, nil
	}
	if change != nil {
		change(l)
	}
	tickets, err := Issue(t.Context(), s, e.Name, l.options.Entries, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, ticket := range tickets {
		l.tokens[ticket.Student.Key()] = ticket.Token
	}
	l.start()
	return l
}

// start makes a server on the state that there is.
func (l *lab) start() {
	l.t.Helper()
	server, err := New(l.t.Context(), l.options)
	if err != nil {
		l.t.Fatal(err)
	}
	l.server, l.web = server, httptest.NewServer(server.Handler())
	ctx, cancel := context.WithCancel(context.WithoutCancel(l.t.Context()))
	var workers sync.WaitGroup
	for range l.options.Parallel {
		workers.Go(func() { server.work(ctx) })
	}
	l.stop = sync.OnceFunc(func() {
		server.close()
		cancel()
		workers.Wait()
		l.web.Close()
	})
	l.t.Cleanup(l.stop)
}

// grade is what gherkind does with a task, but for the cluster: a submission is read and may be refused.
func (l *lab) grade(ctx context.Context, t Task) (*marks.Grade, error) {
	o := grade.Options{
		Student: t.Entry.Student, Attempt: t.Attempt.Number, Submitted: t.Attempt.Submitted, HintCost: t.Attempt.HintCost, LatePenalty: t.Attempt.LatePenalty,
		Language: t.Language, Judged: t.Judged, Limits: schedule.Limits{Most: 1},
	}
	if t.Entry.Submission != "" {
		_, err := submission.Read(t.Entry.Submission, submission.Options{Limits: submission.Limits{Objects: 5, Bytes: 64 << 10}, Security: "baseline"})
		if _, is := errors.AsType[*submission.Refusal](err); is {
			return grade.Refused(ctx, l.exercise, err, o), nil
		}
		if err != nil {
			return nil, err
		}
	}
	return grade.Run(ctx, l.exercise, l.judge, o), nil
}

// ask sends a request as a page does, with the token of somebody.
func (l *lab) ask(who, method, path string, body io.Reader, header map[string]string) (status int, text string, answer http.Header) {
	l.t.Helper()
	r, err := http.NewRequestWithContext(l.t.Context(), method, l.web.URL+path, body)
	if err != nil {
		l.t.Fatal(err)
	}
	if token := l.tokens[who]; token != "" {
		r.AddCookie(&http.Cookie{Name: tokenCookie, Value: token})
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	a, err := client.Do(r)
	if err != nil {
		l.t.Fatal(err)
	}
	data, err := io.ReadAll(a.Body)
	if err := errors.Join(err, a.Body.Close()); err != nil {
		l.t.Fatal(err)
	}
	return a.StatusCode, string(data), a.Header
}

const podYAML = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n"

// form is a form with YAML, and files by their names.
func form(t *testing.T, yaml string, files map[string]string) (io.Reader, map[string]string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("yaml", yaml); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		f, err := w.CreateFormFile("files", name)
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &body, map[string]string{"Content-Type": w.FormDataContentType()}
}

// check hands YAML in.
func (l *lab) check(who, yaml string, header map[string]string) (status int, text string) {
	l.t.Helper()
	body, headers := form(l.t, yaml, nil)
	for name, value := range header {
		headers[name] = value
	}
	status, text, _ = l.ask(who, http.MethodPost, "/check", body, headers)
	return status, text
}

// stream reads the events of a page.
type events struct {
	t     *testing.T
	lines *bufio.Scanner
	last  int
}

func (l *lab) events(who, language string) *events {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.t.Context()), time.Minute)
	l.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.web.URL+"/events", nil)
	if err != nil {
		l.t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: tokenCookie, Value: l.tokens[who]})
	r.Header.Set("Accept-Language", language)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = a.Body.Close() })
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "text/event-stream" {
		l.t.Fatalf("%s %v", a.Status, a.Header)
	}
	return &events{t: l.t, lines: bufio.NewScanner(a.Body)}
}

// next is the next event; false when the stream has ended. Their numbers follow each other.
func (e *events) next() (event, bool) {
	e.t.Helper()
	for e.lines.Scan() {
		text := e.lines.Text()
		if id, is := strings.CutPrefix(text, "id: "); is {
			e.last++
			if id != fmt.Sprint(e.last) {
				e.t.Errorf("event %s, not %d", id, e.last)
			}
		}
		data, is := strings.CutPrefix(text, "data: ")
		if !is {
			continue
		}
		var got event
		if err := json.Unmarshal([]byte(data), &got); err != nil {
			e.t.Fatal(err)
		}
		return got, true
	}
	return event{}, false
}

// until reads events up to one that says something.
func (e *events) until(what string) event {
	e.t.Helper()
	var seen []string
	for {
		got, ok := e.next()
		if !ok {
			e.t.Fatalf("the stream ended before it said %q; it said %q", what, seen)
		}
		if strings.Contains(string(got.HTML), what) {
			return got
		}
		seen = append(seen, got.Line)
	}
}

// TestCriteriaArriveInTheirOrder: each as soon as it is judged, with its reason and hint; what students may not see is not sent.
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

// TestTheQueue: everybody sees the place; whoever waits cannot hand in twice; the instructor sees all.
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
	if status, _, _ := l.ask("s3", http.MethodPost, "/check", nil, nil); status != http.StatusAccepted { // a namespace: nothing is handed in
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

// TestWorkIsTakenUpAgain: what is being graded when the server stops is in the store, and is graded by the next one as the same attempt.
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

// TestFaultsCostNothing: an error, a panic, and a fault of the machine are no attempts.
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
		got := e.until("could not be checked, for a fault of the machine")
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

// TestRulesHoldOnThePage: attempts, the deadline, and what is late.
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
