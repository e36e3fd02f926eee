package store

import (
	"testing"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// TestWaiting: the next process finds the work in order, one for each student, until its grade is stored.
func TestWaiting(t *testing.T) {
	for name, where := range places(t) {
		s := open(t, where)
		if _, err := s.db.ExecContext(t.Context(), `DELETE FROM gherkind_lab_waiting`); err != nil {
			t.Fatal(err)
		}
		for i, student := range []string{"s2", "s1", "s'3\";--"} {
			w := Waiting{Student: student, Place: int64(i), Attempt: 2, Submitted: noon, Language: "zh", Work: []byte("PK\x00\xff")}
			if err := s.Enqueue(t.Context(), "nodeport", w); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if err := s.Enqueue(t.Context(), "nodeport", Waiting{Student: "s1", Place: 9, Submitted: noon}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again := open(t, where)
		all, err := again.Waiting(t.Context(), "nodeport")
		if err != nil || len(all) != 3 || all[0].Student != "s2" || all[2].Student != "s1" {
			t.Fatalf("%s: %+v, %v", name, all, err)
		}
		if w := all[0]; string(w.Work) != "PK\x00\xff" || !w.Submitted.Equal(noon) || w.Attempt != 2 || w.Language != "zh" {
			t.Errorf("%s: %+v", name, w)
		}
		if err := again.Finish(t.Context(), row("s2", marks.Passed)); err != nil {
			t.Fatal(err)
		}
		all, err = s.Waiting(t.Context(), "nodeport")
		rows, unread := s.Load(t.Context(), "nodeport")
		if err != nil || unread != nil || len(all) != 2 || rows["s2"].Grade.Verdict() != marks.Passed {
			t.Errorf("%s: %+v, %v, %v", name, all, err, unread)
		}
		if others, err := s.Waiting(t.Context(), "other"); err != nil || len(others) != 0 {
			t.Errorf("%s: %v, %v", name, others, err)
		}
	}
}

func TestTokens(t *testing.T) {
	for name, where := range places(t) {
		s := open(t, where)
		if _, err := s.db.ExecContext(t.Context(), `DELETE FROM gherkind_lab_token`); err != nil {
			t.Fatal(err)
		}
		for _, hashes := range []map[string]string{{"": "i", "s1": "a"}, {"s1": "b"}} {
			if err := s.SaveTokens(t.Context(), "nodeport", hashes); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		hashes, err := open(t, where).Tokens(t.Context(), "nodeport")
		if err != nil || len(hashes) != 2 || hashes["s1"] != "b" || hashes[""] != "i" {
			t.Errorf("%s: %v, %v", name, hashes, err)
		}
	}
}
