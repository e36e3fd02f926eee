package class

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/lab/store"
	"github.com/gherkind/gherkind/internal/schedule"
)

var nodeport = marks.Exercise{Name: "nodeport", Hash: "h1"}

func entries(n int) (all []roster.Entry) {
	for i := range n {
		all = append(all, roster.Entry{Student: marks.Student{ID: fmt.Sprintf("s%d", i+1)}, Namespace: fmt.Sprintf("n%d", i+1)})
	}
	return all
}

func graded(e roster.Entry, verdict marks.Verdict) *marks.Grade {
	c := marks.Criterion{ID: "a", Title: "a", Points: 200, Verdict: verdict}
	if verdict == marks.Passed {
		c.Earned = c.Points
	}
	return &marks.Grade{Exercise: nodeport, Student: e.Student, Attempt: 1, Criteria: []marks.Criterion{c}}
}

func open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// counted grades everybody as defined, and counts the calls.
type counted struct {
	mu    sync.Mutex
	whom  []string
	same  []int
	as    map[string]marks.Verdict // others pass
	fails map[string]error
}

func (c *counted) grade(_ context.Context, e roster.Entry, same int) (*marks.Grade, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.whom = append(c.whom, e.Student.ID)
	c.same = append(c.same, same)
	if err := c.fails[e.Student.ID]; err != nil {
		return nil, err
	}
	if verdict := c.as[e.Student.ID]; verdict != "" {
		return graded(e, verdict), nil
	}
	return graded(e, marks.Passed), nil
}

func options(t *testing.T, s *store.Store, c *counted) Options {
	t.Helper()
	return Options{Exercise: nodeport, Entries: entries(4), Store: s, Grade: c.grade, Limits: schedule.Limits{Most: 1}}
}

func run(t *testing.T, o Options) *Result {
	t.Helper()
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestOnlyWhatIsNotFinishedIsGradedAgain: faults of the machine, errors, and changes.
func TestOnlyWhatIsNotFinishedIsGradedAgain(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "class.db"))
	first := &counted{as: map[string]marks.Verdict{"s2": marks.Infrastructure, "s4": marks.Failed}, fails: map[string]error{"s3": errors.New("no such cluster")}}
	r := run(t, options(t, s, first))
	if len(first.whom) != 4 || len(r.Grades()) != 3 || len(r.Unfinished()) != 2 || r.Students[2].Err != "no such cluster" {
		t.Fatalf("graded %v: %+v", first.whom, r)
	}
	second := &counted{}
	r = run(t, options(t, s, second))
	if got := strings.Join(second.whom, " "); got != "s2 s3" || len(r.Grades()) != 4 || len(r.Unfinished()) != 0 || !r.Students[0].Before {
		t.Errorf("graded %s again: %+v", got, r)
	}
	third := &counted{}
	changed := options(t, s, third)
	changed.Exercise.Hash = "h2"
	if run(t, changed); len(third.whom) != 4 {
		t.Errorf("the exercise was changed, and %v were graded", third.whom)
	}
	fourth := &counted{}
	again := options(t, s, fourth)
	again.Exercise.Hash, again.Again = "h2", true
	if run(t, again); len(fourth.whom) != 4 {
		t.Errorf("graded %v, although all were asked for", fourth.whom)
	}
}

// TestOneStudentHarmsNoOther: not even a panic in the grader affects other students.
func TestOneStudentHarmsNoOther(t *testing.T) {
	o := options(t, open(t, filepath.Join(t.TempDir(), "class.db")), &counted{})
	inner := o.Grade
	o.Grade = func(ctx context.Context, e roster.Entry, same int) (*marks.Grade, error) {
		switch e.Student.ID {
		case "s2":
			panic("index out of range")
		case "s3":
			return nil, nil
		}
		return inner(ctx, e, same)
	}
	r := run(t, o)
	if len(r.Grades()) != 2 || r.Students[1].Err != "grading broke off: index out of range" || r.Students[2].Err != "grading gave no grade" {
		t.Errorf("%+v", r)
	}
}

// TestInterrupted: an unfinished grading is not saved, a finished one is.
func TestInterrupted(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "class.db"))
	c := &counted{}
	o := options(t, s, c)
	ctx, cancel := context.WithCancel(t.Context())
	o.Grade = func(ctx context.Context, e roster.Entry, same int) (*marks.Grade, error) {
		if e.Student.ID == "s2" {
			cancel()
			return graded(e, marks.Failed), nil
		}
		return c.grade(ctx, e, same)
	}
	r, err := Run(ctx, o)
	if !errors.Is(err, context.Canceled) || len(r.Grades()) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	rows, err := s.Load(t.Context(), "nodeport")
	if err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
}

// TestARefusedAttemptCostsNothing: the earlier grade is kept, also in the state, and nobody has to be graded again.
func TestARefusedAttemptCostsNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "class.db"))
	run(t, options(t, s, &counted{as: map[string]marks.Verdict{"s1": marks.Failed}}))
	second := &counted{fails: map[string]error{"s1": &policy.Refused{Reason: policy.NoneLeft, Most: 1}}}
	o := options(t, s, second)
	o.Again = true
	r := run(t, o)
	if one := r.Students[0]; !one.Refused || one.Grade.Verdict() != marks.Failed || !strings.Contains(one.Err, "all 1 attempts") || len(r.Unfinished()) > 0 {
		t.Errorf("%+v, unfinished: %v", one, r.Unfinished())
	}
	rows, err := s.Load(t.Context(), "nodeport")
	if err != nil || rows["s1"].Grade.Verdict() != marks.Failed || rows["s1"].Error != "" {
		t.Errorf("%+v, %v", rows["s1"], err)
	}
}

// TestTheSameSubmissionIsTheSameAttempt: an unchanged submission that is graded again is the same attempt. For a namespace this
// is unknown.
func TestTheSameSubmissionIsTheSameAttempt(t *testing.T) {
	s, work := open(t, filepath.Join(t.TempDir(), "class.db")), t.TempDir()
	all := []roster.Entry{{Student: marks.Student{ID: "s1"}, Submission: work}, {Student: marks.Student{ID: "s2"}, Namespace: "n2"}}
	for i, want := range []string{"[0 0]", "[1 0]", "[0 0]"} {
		if i == 2 {
			if err := os.WriteFile(filepath.Join(work, "a.yaml"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c := &counted{}
		o := options(t, s, c)
		o.Again, o.Entries = true, all
		if run(t, o); fmt.Sprint(c.same) != want {
			t.Errorf("call %d: %v, not %s", i+1, c.same, want)
		}
	}
}

func TestProgress(t *testing.T) {
	o := options(t, open(t, filepath.Join(t.TempDir(), "class.db")), &counted{as: map[string]marks.Verdict{"s1": marks.Infrastructure}})
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	o.Now = func() time.Time { now = now.Add(10 * time.Second); return now }
	var lines []string
	o.Progress = func(p Progress) { lines = append(lines, p.String()) }
	run(t, o)
	if lines[0] != "graded 0 of 4 students" || lines[len(lines)-1] != "graded 4 of 4 students, 1 to be graded again" {
		t.Errorf("%s", strings.Join(lines, "\n"))
	}
	if text := strings.Join(lines, "\n"); !strings.Contains(text, "graded 1 of 4 students, 1 at this moment, 1 to be graded again, about 1m") {
		t.Error(text)
	}
	run(t, o)
	if last := lines[len(lines)-1]; last != "graded 4 of 4 students, 3 finished before, 1 to be graded again" {
		t.Error(last)
	}
}

// TestTwoAtOnce: the second one reports the first, and grades nobody.
func TestTwoAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	o, second := options(t, open(t, path), &counted{}), &counted{}
	other := open(t, path)
	var once sync.Once
	o.Grade = func(ctx context.Context, e roster.Entry, _ int) (*marks.Grade, error) {
		once.Do(func() {
			if _, err := Run(ctx, options(t, other, second)); !errors.Is(err, store.ErrTaken) {
				t.Errorf("the second one: %v", err)
			}
		})
		return graded(e, marks.Passed), nil
	}
	if run(t, o); len(second.whom) != 0 {
		t.Error(second.whom)
	}
}

// TestKilled: a process that is killed while it grades leaves the finished grades, and the next one grades the rest.
func TestKilled(t *testing.T) {
	if path := os.Getenv("GHERKIND_TEST_CLASS"); path != "" {
		var n atomic.Int64
		o := Options{Exercise: nodeport, Entries: entries(4), Store: open(t, path), Limits: schedule.Limits{Most: 1}}
		o.Grade = func(ctx context.Context, e roster.Entry, _ int) (*marks.Grade, error) {
			if n.Add(1) == 3 {
				fmt.Println("two are finished")
				<-ctx.Done()
			}
			return graded(e, marks.Passed), nil
		}
		_, err := Run(t.Context(), o)
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "class.db")
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestKilled$")
	c.Env = append(os.Environ(), "GHERKIND_TEST_CLASS="+path)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, len("two are finished"))
	if _, err := out.Read(said); err != nil || string(said) != "two are finished" {
		t.Fatalf("%q %v", said, err)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err == nil {
		t.Fatal("the process was not killed")
	}
	rest := &counted{}
	r := run(t, options(t, open(t, path), rest))
	if got := strings.Join(rest.whom, " "); got != "s3 s4" || len(r.Grades()) != 4 {
		t.Errorf("graded %s after the kill: %+v", got, r)
	}
}
