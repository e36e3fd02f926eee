package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/attempts"
	"github.com/gherkind/gherkind/internal/lab/marks"
)

func takeBaseline(t *testing.T, with withGrader, args ...string) (out string, err error) {
	t.Helper()
	return executed(t, labBaselineCommand(with), append([]string{"labs/web", "start.json", "--parallel", "1"}, args...))
}

// TestBaselineOfAClass: points are given for what has changed since the baseline. A start is taken once, also if the student has
// begun by the next time, and one that could not be judged is taken by the next call.
func TestBaselineOfAClass(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("roster.csv", []byte("id,namespace\ns1,n1\ns2,n2\ns3,n3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var graded []string
	// s1 has nothing at the start, s2 everything, and that of s3 cannot be judged.
	start := map[string]marks.Verdict{"s1": marks.Failed, "s3": marks.Infrastructure}
	_, err := takeBaseline(t, verdictsOf(start, &graded), "--roster", "roster.csv")
	if err == nil || exitCode(err) != exitEnvironment || !strings.Contains(err.Error(), "s3: could not be judged: a: the node lost power") {
		t.Errorf("%v", err)
	}
	if _, err = gradeClass(t, verdictsOf(nil, &graded), "roster.csv", "labs/web", "--baseline", "start.json", "--parallel", "1"); err == nil || !strings.Contains(err.Error(), "not all students") {
		t.Errorf("a student without a start was graded: %v", err)
	}
	graded = nil
	out, err := takeBaseline(t, verdictsOf(map[string]marks.Verdict{"s3": marks.Failed}, &graded), "--roster", "roster.csv")
	if err != nil || strings.Join(graded, " ") != "s3" || out != "wrote start.json: 3 students, of which 2 were in it before\n" {
		t.Errorf("%v, graded %q\n%s", err, graded, out)
	}
	if _, err = gradeClass(t, verdictsOf(nil, &graded), "roster.csv", "labs/web", "--baseline", "start.json", "--parallel", "1"); err != nil {
		t.Fatal(err)
	}
	grades, err := (&attempts.Log{Path: ".gherkind/class/web.jsonl"}).Grades(t.Context(), "web")
	if err != nil {
		t.Fatal(err)
	}
	for student, want := range map[string]string{"s1": "2", "s2": "0", "s3": "2"} {
		all := grades[student]
		if len(all) == 0 {
			t.Errorf("%s has no grade", student)
		} else if points, decided := all[len(all)-1].Points(); !decided || points.String() != want {
			t.Errorf("%s has %s points, want %s", student, points, want)
		}
	}
	graded = nil
	if _, err = gradeClass(t, verdictsOf(nil, &graded), "roster.csv", "labs/web", "--baseline", "start.json", "--parallel", "1"); err != nil || len(graded) > 0 {
		t.Errorf("%v, graded again: %q", err, graded)
	}
}

// TestABaselineOfSomethingElse is refused before anybody is graded.
func TestABaselineOfSomethingElse(t *testing.T) {
	t.Chdir(t.TempDir())
	var graded []string
	with := verdictsOf(nil, &graded)
	for name, text := range map[string]string{"roster.csv": "id,namespace\ns1,n1\n", "none.json": "{}", "work.csv": "id,submission\ns1,.\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := takeBaseline(t, with, "--namespace", "n1", "--student", "s1"); err != nil {
		t.Fatal(err)
	}
	graded = nil
	for want, call := range map[string]func() (string, error){
		"none.json": func() (string, error) {
			return gradeClass(t, with, "roster.csv", "labs/web", "--baseline", "none.json")
		},
		"no such file": func() (string, error) {
			return gradeClass(t, with, "roster.csv", "labs/web", "--baseline", "absent.json")
		},
		"another version": func() (string, error) {
			return gradeClass(t, with, "roster.csv", "labs/other", "--baseline", "start.json", "--parallel", "1")
		},
		"--namespace of a student":    func() (string, error) { return takeBaseline(t, with) },
		"a submission has no start":   func() (string, error) { return takeBaseline(t, with, "--roster", "work.csv") },
		"a roster has the IDs of its": func() (string, error) { return takeBaseline(t, with, "--roster", "roster.csv", "--student", "s1") },
	} {
		if _, err := call(); err == nil || exitCode(err) != exitUsage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if len(graded) > 0 {
		t.Errorf("graded: %q", graded)
	}
}
