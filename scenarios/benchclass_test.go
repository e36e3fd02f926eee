package scenarios_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/exercise"
)

// BenchmarkGradeClass grades a class with the real program, with its default parallelism, and reports the speedup over grading
// the students one by one, and its maximum resident set size. Each student submits the solution of the exercise on node ports.
// A part of the class is graded one by one both before and after, so that a change in load affects both.
// GHERKIND_BENCH_STUDENTS is the size of the class: docs/labs-grading.md has the results for 100.
func BenchmarkGradeClass(b *testing.B) {
	upForBench(b)
	students := benchStudents(b)
	program := filepath.Join(b.TempDir(), "gherkind")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, "../cmd/gherkind").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	whole, part := solvedBy(b, students), solvedBy(b, max(students/10, 3))
	rate := func(roster string, of int, flags ...string) (perSecond, peak float64) {
		took, peak := gradedBy(b, program, roster, of, flags...)
		return float64(of) / took.Seconds(), peak
	}
	for b.Loop() {
		before, _ := rate(part, max(students/10, 3), "--parallel", "1")
		beside, peak := rate(whole, students)
		after, _ := rate(part, max(students/10, 3), "--parallel", "1")
		alone := 2 / (1/before + 1/after)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(alone*60, "students/min-alone")
		b.ReportMetric(beside*60, "students/min-beside")
		b.ReportMetric(beside/alone, "ratio")
		b.ReportMetric(peak, "MiB-peak")
	}
}

func benchStudents(b *testing.B) int {
	b.Helper()
	text := os.Getenv("GHERKIND_BENCH_STUDENTS")
	if text == "" {
		return 20
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("GHERKIND_BENCH_STUDENTS=%s: it is how many students there are, such as 100", text)
	}
	return n
}

// solvedBy is the roster of a class in which everybody has submitted the solution, each with the student's own values.
func solvedBy(b *testing.B, students int) (roster string) {
	b.Helper()
	dir, lines := b.TempDir(), "id,submission\n"
	for i := range students {
		id := fmt.Sprintf("s%d", i+1)
		e, err := exercise.Load("../labs/node-port", exercise.Options{Seed: id})
		if err != nil {
			b.Fatal(err)
		}
		files, err := filepath.Glob(e.Path(exercise.SolutionFolder, "*.yaml"))
		if err != nil || len(files) != 1 {
			b.Fatal(files, err)
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			b.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, id), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, id, "web.yaml"), e.Fill(text), 0o600); err != nil {
			b.Fatal(err)
		}
		lines += id + "," + id + "\n"
	}
	roster = filepath.Join(dir, "roster.csv")
	if err := os.WriteFile(roster, []byte(lines), 0o600); err != nil {
		b.Fatal(err)
	}
	return roster
}

// gradedBy grades a class in which everybody must get full marks.
func gradedBy(b *testing.B, program, roster string, students int, flags ...string) (took time.Duration, peak float64) {
	b.Helper()
	checkout, err := filepath.Abs("..")
	if err != nil {
		b.Fatal(err)
	}
	args := append([]string{"grade", "class", roster, filepath.Join(checkout, "labs/node-port"), "--checkout", checkout}, flags...)
	run := exec.CommandContext(b.Context(), program, args...)
	run.Dir = b.TempDir()
	began := time.Now()
	out, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(out), fmt.Sprintf("%d students: %d passed", students, students)) {
		b.Fatalf("%v: %s", err, out)
	}
	return time.Since(began), peakMemory(b, run.ProcessState)
}
