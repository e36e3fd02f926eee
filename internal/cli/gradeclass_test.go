package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/lab/policy"
	"github.com/gherkind/gherkind/internal/lab/roster"
	"github.com/gherkind/gherkind/internal/report/terminal"
)

// verdictsOf grades each student with the verdict in the map, or else with passed.
func verdictsOf(verdicts map[string]marks.Verdict, graded *[]string) withGrader {
	return func(ctx context.Context, dir string, _ *terminal.Terminal, do func(context.Context, *grader) error) error {
		about := marks.Exercise{Name: filepath.Base(dir), Hash: "h"}
		return do(ctx, &grader{
			Exercise: about,
			Own: func(string) (*exercise.Exercise, error) {
				return &exercise.Exercise{Settings: exercise.Settings{Languages: []string{"en"}}}, nil
			},
			Grade: func(_ context.Context, e roster.Entry, o grade.Options, _ string) (*marks.Grade, error) {
				*graded = append(*graded, e.Student.ID)
				c := marks.Criterion{ID: "a", Title: "a", Points: 200, AtStart: o.AtStart["a"], Verdict: verdicts[e.Student.ID]}
				switch c.Verdict {
				case "":
					c.Verdict, c.Earned = marks.Passed, c.Points
				case marks.Blocked: // for a submission that is rejected
					return nil, errors.New("the ZIP file has .. in a name")
				case marks.Infrastructure:
					c.Why = "the node lost power"
				default:
				}
				return &marks.Grade{Exercise: about, Student: e.Student, Attempt: o.Attempt, Submitted: o.Submitted, Criteria: []marks.Criterion{c}}, nil
			},
		})
	}
}

// leaving is a grader whose namespaces cannot be deleted: it returns an error besides each grade.
func leaving(with withGrader) withGrader {
	return func(ctx context.Context, dir string, d *terminal.Terminal, do func(context.Context, *grader) error) error {
		return with(ctx, dir, d, func(ctx context.Context, g *grader) error {
			inner := g.Grade
			g.Grade = func(ctx context.Context, e roster.Entry, o grade.Options, keep string) (*marks.Grade, error) {
				result, err := inner(ctx, e, o, keep)
				return result, errors.Join(err, errors.New("delete namespace exercise-1: the API server did not answer"))
			}
			return do(ctx, g)
		})
	}
}

// TestWhatCannotBeCleanedUpCostsNoGrade: the grade is in the log, so it is also in the state, and nothing is graded twice.
func TestWhatCannotBeCleanedUpCostsNoGrade(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("roster.csv", []byte("id,namespace\ns1,n1\ns2,n2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var graded []string
	with := leaving(verdictsOf(map[string]marks.Verdict{"s1": marks.Failed, "s2": marks.Blocked}, &graded))
	for i, again := range []string{"s1 s2", "s1 s2 s2"} {
		out, err := gradeClass(t, with, "roster.csv", "labs/web", "--parallel", "1")
		if want := "2 students: 1 failed, 1 without a grade\n  s2: the ZIP file has .. in a name"; !strings.HasPrefix(out, want) || !errors.Is(err, errUnfinished) {
			t.Errorf("call %d: %v\n%s", i+1, err, out)
		}
		if got := strings.Join(graded, " "); got != again {
			t.Errorf("call %d: graded %s", i+1, got)
		}
	}
	r, err := (&attempts.Log{Path: ".gherkind/class/web.jsonl"}).Verify(t.Context(), "")
	if err != nil || len(r.Entries) != 1 || r.Entries[0].Grade.Attempt != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestIntoLog: a grade is returned if and only if it is in the log.
func TestIntoLog(t *testing.T) {
	left := errors.New("it was left behind")
	whole := &marks.Grade{Exercise: marks.Exercise{Name: "web", Hash: "h"}, Attempt: 1, Criteria: []marks.Criterion{{ID: "a", Title: "a", Points: 100, Verdict: marks.Failed}}}
	ended, end := context.WithCancel(t.Context())
	end()
	for name, c := range map[string]struct {
		ctx    context.Context
		grade  *marks.Grade
		err    error
		beside int
	}{
		"a grade":                     {t.Context(), whole, nil, 0},
		"a grade and an error":        {t.Context(), whole, left, 1},
		"an error":                    {t.Context(), nil, left, 0},
		"neither":                     {t.Context(), nil, nil, 0},
		"an interrupt":                {ended, whole, nil, 0},
		"an interrupt, with an error": {ended, whole, left, 0},
	} {
		log := &attempts.Log{Path: filepath.Join(t.TempDir(), "web.jsonl"), Tool: "test"}
		beside := 0
		g, _, err := intoLog(c.ctx, log, func(error) { beside++ }, func(context.Context, string) (*marks.Grade, error) { return c.grade, c.err })
		before, unread := log.Grades(t.Context(), "web")
		if counts := c.grade != nil && c.ctx.Err() == nil; unread != nil || (err == nil) != counts || (g != nil) != counts || (len(before) == 1) != counts || beside != c.beside {
			t.Errorf("%s: %v, %v; in the log: %v, %v; besides: %d", name, g, err, before, unread, beside)
		}
	}
}

func gradeClass(t *testing.T, with withGrader, args ...string) (out string, err error) {
	t.Helper()
	return executed(t, gradeClassCommand(with), args)
}

// executed runs a command in this process, and returns its output for people.
func executed(t *testing.T, c *cobra.Command, args []string) (out string, err error) {
	t.Helper()
	var text bytes.Buffer
	c.SetArgs(args)
	c.SetOut(&text)
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.ExecuteContext(t.Context())
	return text.String(), err
}

// TestGradeClass: students whose grading failed because of faults are not exported, and the next call grades only them.
func TestGradeClass(t *testing.T) {
	t.Chdir(t.TempDir())
	text := "id,name,namespace\n"
	for i := range 4 {
		text += fmt.Sprintf("s%d,Student %d,n%d\n", i+1, i+1, i+1)
	}
	if err := os.WriteFile("roster.csv", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var graded []string
	faulty := verdictsOf(map[string]marks.Verdict{"s2": marks.Infrastructure, "s3": marks.Blocked, "s4": marks.Failed}, &graded)
	args := []string{"roster.csv", "labs/web", "--parallel", "1", "--export", "canvas:canvas.csv", "--pages", "pages"}
	out, err := gradeClass(t, faulty, args...)
	want := `4 students: 1 passed, 1 failed, 1 infrastructure, 1 without a grade
  s2: could not be judged: a: the node lost power
  s3: the ZIP file has .. in a name
wrote canvas.csv
not in canvas.csv, because a fault of the machine kept criteria from being judged; grade again: s2
wrote pages/class.html and 3 pages in pages/students
`
	if out != want || !errors.Is(err, errUnfinished) || exitCode(err) != exitEnvironment || len(graded) != 4 {
		t.Errorf("graded %v, %v\n%s", graded, err, out)
	}
	graded = nil
	out, err = gradeClass(t, verdictsOf(nil, &graded), args...)
	if err != nil || strings.Join(graded, " ") != "s2 s3" || !strings.HasPrefix(out, "4 students: 3 passed, 1 failed\nwrote canvas.csv\n") {
		t.Errorf("graded %v, %v\n%s", graded, err, out)
	}
	r, err := (&attempts.Log{Path: ".gherkind/class/web.jsonl"}).Verify(t.Context(), "")
	if err != nil || len(r.Entries) != 5 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestGradeClassObeysTheRules: the better one of two attempts counts, and a third one is rejected; after that nothing is
// graded, and no student must be graded again.
func TestGradeClassObeysTheRules(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("roster.csv", []byte("id,namespace\ns1,n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var graded []string
	ruled := func(verdict marks.Verdict) withGrader {
		inner := verdictsOf(map[string]marks.Verdict{"s1": verdict}, &graded)
		return func(ctx context.Context, dir string, d *terminal.Terminal, do func(context.Context, *grader) error) error {
			return inner(ctx, dir, d, func(ctx context.Context, g *grader) error {
				g.Rules = policy.Rules{Most: 2, Counts: policy.Best}
				return do(ctx, g)
			})
		}
	}
	for i, verdict := range []marks.Verdict{"", marks.Failed, marks.Failed} {
		out, err := gradeClass(t, ruled(verdict), "roster.csv", "labs/web", "--again")
		if err != nil || !strings.HasPrefix(out, "1 student: 1 passed\n") {
			t.Errorf("attempt %d: %v\n%s", i+1, err, out)
		}
		if refused := strings.Contains(out, "s1: refused: all 2 attempts"); refused != (i == 2) {
			t.Errorf("attempt %d:\n%s", i+1, out)
		}
	}
	if len(graded) != 2 {
		t.Error(graded)
	}
}

func TestGradeClassRefuses(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("roster.csv", []byte("id,namespace\ns1,A\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var graded []string
	for want, args := range map[string][]string{
		`roster.csv:2: namespace "A"`:      {"roster.csv", "web"},
		"put {student} into its name":      {"roster.csv", "web", "--export", "markdown:-"},
		"at least 1 student must be grade": {"roster.csv", "web", "--parallel", "0"},
		"accepts 2 arg(s)":                 {"roster.csv"},
		"read the roster":                  {"nowhere.csv", "web"},
	} {
		if _, err := gradeClass(t, verdictsOf(nil, &graded), args...); exitCode(err) != exitUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
	if len(graded) > 0 {
		t.Error(graded)
	}
}
