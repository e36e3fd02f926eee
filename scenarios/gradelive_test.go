package scenarios_test

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/scenarios"
)

// zipped is a ZIP file of a folder.
func zipped(t *testing.T, folder string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "work.zip")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	if err := errors.Join(w.AddFS(os.DirFS(folder)), w.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

// exerciseOf reads an exercise of the course.
func exerciseOf(t *testing.T, name, student string) *exercise.Exercise {
	t.Helper()
	e, err := exercise.Load("../labs/"+name, exercise.Options{Seed: student})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestGradeIsJudgedAgainWithoutTheCluster: a submitted ZIP file is graded on the cluster, and the recordings of its criteria
// give the same marks afterwards: for read-only criteria and those that are judged in a copy, passed and missed.
func TestGradeIsJudgedAgainWithoutTheCluster(t *testing.T) {
	onCluster(t)
	e, keep := exerciseOf(t, "memory-limit", "s1"), t.TempDir()
	g, err := scenarios.Grade(t.Context(), scenarios.Options{Cluster: shared(t), StateDir: t.TempDir()}, e, scenarios.GradeOptions{
		Submission: zipped(t, e.Path("wrong", "too-tight")), Keep: keep, Options: grade.Options{Student: marks.Student{ID: "s1"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	files, err := grade.Kept(keep, g)
	if err != nil || len(files) != len(e.Criteria) {
		t.Fatalf("%q, %v", files, err)
	}
	verdicts := map[marks.Verdict]bool{}
	for _, was := range g.Criteria {
		is, err := scenarios.GradeAgain(t.Context(), files[was.ID], was)
		if err != nil {
			t.Errorf("%s: %v", was.ID, err)
			continue
		}
		if is.Verdict != was.Verdict || is.Earned != was.Earned || is.Code != was.Code || is.Seen != was.Seen {
			t.Errorf("%s was\n%+v\nnow it is\n%+v", was.ID, was, is)
		}
		verdicts[is.Verdict] = true
	}
	if !verdicts[marks.Passed] || !verdicts[marks.Failed] {
		t.Error(verdicts)
	}
}
