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

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
	"github.com/gherkind/gherkind/internal/lab/submission"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/scenarios/report"
)

// bench judges criteria as a test defines; the rest of grading is that of gherkind grade.
type bench func(ctx context.Context, id string) *report.Scenario

func (b bench) Judge(ctx context.Context, c *exercise.Criterion) (*report.Scenario, error) {
	return b(ctx, c.ID), nil
}
func (bench) Locks(*gherkin.Pickle) []string { return nil }

func passes(context.Context, string) *report.Scenario { return &report.Scenario{Status: report.Passed} }

// lab is a server with its store, and all tokens.
type lab struct {
	t        *testing.T
	exercise *exercise.Exercise
	judge    bench
	options  Options
	path     string // of the store
	server   *Server
	web      *httptest.Server
	tokens   map[string]string
	stop     func() // stops the workers, and waits for them
}

// clock only advances explicitly.
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

// newLab serves the exercise that lab new writes, with the criteria runs, reachable and heals, to the students s1 to s3; s3
// works in a namespace. change may alter the options before the server is created.
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

// start creates a server with the existing state.
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

// grade does what gherkind does with a task, without a cluster: a submission is read and may be refused.
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

// ask sends a request as a page does, with somebody's token.
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

// form is a form with YAML, and files by name.
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

// check submits YAML.
func (l *lab) check(who, yaml string, header map[string]string) (status int, text string) {
	l.t.Helper()
	body, headers := form(l.t, yaml, nil)
	for name, value := range header {
		headers[name] = value
	}
	status, text, _ = l.ask(who, http.MethodPost, "/check", body, headers)
	return status, text
}

// events reads the events of a page.
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

// next returns the next event; false if the stream has ended. Their numbers must be consecutive.
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

// until reads events up to one that contains a text.
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
