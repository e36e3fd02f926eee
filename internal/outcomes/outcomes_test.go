package outcomes

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAdd(t *testing.T) {
	s := Store{filepath.Join(t.TempDir(), "state")}
	a, b := s.KeyOf("own", "features/a.feature", "A"), s.KeyOf("own", "features/a.feature", "B")
	now := time.Now()
	for _, found := range []map[Key]Outcome{{a: {false, now}, b: {false, now}}, {b: {true, now.Add(1)}}} {
		if err := s.Add(t.Context(), found); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.Load()
	if err != nil || len(all) != 2 || all[a].Passed || !all[b].Passed {
		t.Errorf("%v, %v", all, err)
	}
}

// TestKeyOf: a file has the same name wherever the run was started.
func TestKeyOf(t *testing.T) {
	home := t.TempDir()
	t.Chdir(home)
	above := Store{".gherkind"}.KeyOf("own", "features/a.feature", "A")
	if err := os.Mkdir("features", 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir("features")
	if below := (Store{filepath.Join("..", ".gherkind")}).KeyOf("own", "a.feature", "A"); below != above || below.File != "features/a.feature" {
		t.Errorf("%v and %v", above, below)
	}
}

func TestNotToBeRead(t *testing.T) {
	s := Store{t.TempDir()}
	for text, want := range map[string]string{"{": "is damaged", `{"version": 9}`: "is of version 9"} {
		if err := os.WriteFile(s.path(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Load(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	k := Key{"own", "a.feature", "A"}
	if err := s.Add(t.Context(), map[Key]Outcome{k: {}}); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Load(); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestTheOldestGoFirst(t *testing.T) {
	all := map[Key]Outcome{}
	for i := range most + 5 {
		all[Key{"own", "a.feature", fmt.Sprintf("%06d", i)}] = Outcome{At: time.Unix(int64(i), 0)}
	}
	if list := listed(all); len(list) != most || list[0].Scenario != "000005" {
		t.Errorf("%d, the first %v", len(list), list[0])
	}
}
