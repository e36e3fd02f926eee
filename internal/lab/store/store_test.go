package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func row(student string, verdict marks.Verdict) Row {
	c := marks.Criterion{ID: "a", Title: "a", Points: 200, Verdict: verdict}
	if verdict == marks.Passed {
		c.Earned = c.Points
	}
	return Row{
		Exercise: "nodeport", Hash: "h1", Student: student, Fingerprint: "f1", At: noon,
		Grade: &marks.Grade{Exercise: marks.Exercise{Name: "nodeport"}, Student: marks.Student{ID: student}, Attempt: 1, Criteria: []marks.Criterion{c}},
	}
}

// places are an SQLite file, and PostgreSQL if GHERKIND_TEST_POSTGRES contains the URL of one.
func places(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"SQLite": filepath.Join(t.TempDir(), "new folder", "class #1?.db")}
	if where := os.Getenv("GHERKIND_TEST_POSTGRES"); where != "" {
		all["PostgreSQL"] = where
	}
	return all
}

func open(t *testing.T, where string) *Store {
	t.Helper()
	s, err := Open(t.Context(), where)
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

func TestSaveAndLoad(t *testing.T) {
	for name, where := range places(t) {
		s := open(t, where)
		if _, err := s.db.ExecContext(t.Context(), `DELETE FROM gherkind_class`); err != nil {
			t.Fatal(err)
		}
		for _, r := range []Row{row("s1", marks.Infrastructure), row("s'2\";--", marks.Failed), {Exercise: "nodeport", Hash: "h1", Student: "s3", Error: "no such file", At: noon}, row("s1", marks.Passed)} {
			if err := s.Save(t.Context(), r); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		again := open(t, where) // another process sees what was saved
		rows, err := again.Load(t.Context(), "nodeport")
		if err != nil || len(rows) != 3 {
			t.Fatalf("%s: %v, %v", name, rows, err)
		}
		if r := rows["s1"]; !r.Finished("h1", "f1") || r.Finished("h2", "f1") || r.Finished("h1", "f2") || !r.At.Equal(noon) || r.Grade.Student.ID != "s1" {
			t.Errorf("%s: %+v", name, r)
		}
		if r := rows["s3"]; r.Finished("h1", "") || r.Error != "no such file" || r.Grade != nil {
			t.Errorf("%s: %+v", name, r)
		}
		if others, err := again.Load(t.Context(), "other"); err != nil || len(others) != 0 {
			t.Errorf("%s: %v, %v", name, others, err)
		}
	}
}

func TestWhatIsNotDecidedIsNotFinished(t *testing.T) {
	if row("s1", marks.Infrastructure).Finished("h1", "f1") {
		t.Error("a fault of the machine is a finished grade")
	}
}

func TestLock(t *testing.T) {
	for name, where := range places(t) {
		s, other := open(t, where), open(t, where)
		release, err := s.Lock(t.Context(), "nodeport")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Lock(t.Context(), "nodeport"); !errors.Is(err, ErrTaken) {
			t.Errorf("%s: %v", name, err)
		}
		if err := release(); err != nil {
			t.Error(err)
		}
		release, err = other.Lock(t.Context(), "nodeport")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := release(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := open(t, path)
	if _, err := s.db.ExecContext(t.Context(), `UPDATE gherkind_class_version SET version = 9`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "its tables have version 9, this gherkind knows version 1") {
		t.Error(err)
	}
	text := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is no database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), text); err == nil || !strings.Contains(err.Error(), "open the state of the class") {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := Open(ctx, "postgres://me:secret@127.0.0.1:1/x"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

// TestPrivate: on a shared machine, nobody else may read marks.
func TestPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	open(t, path)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}
