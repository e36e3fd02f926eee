package scenarios_test

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/verify"
	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios"
)

// course returns the exercises of labs/, by name.
func course(t *testing.T) map[string]*exercise.Exercise {
	t.Helper()
	found, err := filepath.Glob("../labs/*/" + exercise.SettingsFile)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*exercise.Exercise{}
	for _, file := range found {
		e, err := exercise.Load(filepath.Dir(file), exercise.Options{Seed: "verify"})
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		all[e.Name] = e
	}
	if len(all) < 10 {
		t.Fatalf("the course has %d exercises", len(all))
	}
	return all
}

// TestCourse: every exercise of labs/ loads, which checks that its points add up and that wrong answers have marks; it is in
// both languages, it is listed in the README of the course, and lint finds nothing in it.
func TestCourse(t *testing.T) {
	readme, err := os.ReadFile("../labs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range course(t) {
		if !slices.Equal(e.Languages, []string{"en", "zh"}) || e.Title["zh"] == "" || e.Instructions["zh"] == "" {
			t.Errorf("%s: it is not in English and Chinese: %v", name, e.Languages)
		}
		if !e.Start || len(e.Wrong) < 2 {
			t.Errorf("%s: a start state: %v; wrong answers: %q", name, e.Start, e.Wrong)
		}
		if row := "| [" + e.Title["en"] + "](" + name + "/instructions.md) · [" + e.Title["zh"] + "](" + name + "/instructions.zh.md)"; !strings.Contains(string(readme), row) {
			t.Errorf("labs/README.md has no row that begins with: %s", row)
		}
		for _, c := range e.Criteria {
			if len(c.Hints) == 0 {
				t.Errorf("%s: criterion %s has no hint", name, c.ID)
			}
		}
	}
	root, names, err := tree.Rooted("..", []string{"labs"})
	if err != nil {
		t.Fatal(err)
	}
	r, err := lint.Run(lint.Options{FS: root, Paths: names, Limit: scenarios.DefaultScenarioTimeout})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		t.Errorf("%s:%d: %s (%s)", f.File, f.Line, f.Message, f.Rule)
	}
}

// brief are the exercises that are verified in every test run; the others take some minutes together.
var brief = []string{"memory-limit"}

// newExercises returns what gherkind lab new writes in each language.
func newExercises(t *testing.T) map[string]*exercise.Exercise {
	t.Helper()
	all := map[string]*exercise.Exercise{}
	for _, tag := range []string{"en", "zh-CN"} {
		name := "new-" + tag
		dir := filepath.Join(t.TempDir(), name)
		if _, err := exercise.NewIn(tag, dir); err != nil {
			t.Fatal(err)
		}
		e, err := exercise.Load(dir, exercise.Options{Seed: "verify"})
		if err != nil {
			t.Fatal(err)
		}
		all[name] = e
	}
	if all["new-en"].Hash == all["new-zh-CN"].Hash {
		t.Error("the exercise is the same in both languages")
	}
	return all
}

// TestCourseVerifies: on the cluster the solutions get full marks, the start states nothing, and the wrong answers the declared
// marks; each criterion can be missed. That is also true of what gherkind lab new writes.
func TestCourseVerifies(t *testing.T) {
	onCluster(t)
	all := course(t)
	maps.Copy(all, newExercises(t))
	for name, e := range all {
		if !proving.On() && !slices.Contains(brief, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			r, err := scenarios.VerifyExercise(t.Context(), scenarios.Options{Cluster: shared(t), StateDir: t.TempDir()}, e, func(s verify.State) {
				points, _ := s.Grade.Points()
				t.Logf("%s: %s points", path.Join(name, s.Name), points)
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range slices.Concat(r.Problems, r.Faults) {
				t.Error(problem)
			}
		})
	}
}
