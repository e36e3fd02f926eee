package proven

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func newLedger(t *testing.T) Ledger {
	t.Helper()
	dir := t.TempDir()
	return Ledger{Path: filepath.Join(dir, "proven.yaml"), Lock: filepath.Join(dir, "state", "lock")}
}

// TestLedgerKeepsAll: concurrent writers lose no entry, and the file is sorted.
func TestLedgerKeepsAll(t *testing.T) {
	l := newLedger(t)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			e := Entry{Inputs: Inputs{"file a": Hash("a"), "entry": Hash(fmt.Sprint(i))}, Taken: []string{"z", "a"}}
			if err := l.Put(t.Context(), fmt.Sprintf("twin %02d: broken", i), e); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	entries, err := l.Read()
	if err != nil || len(entries) != 20 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	if e := entries["twin 07: broken"]; e.Inputs["entry"] != Hash("7") || strings.Join(e.Taken, " ") != "a z" {
		t.Errorf("got %+v", e)
	}
	data, err := os.ReadFile(l.Path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Index(string(data), "twin 03") > strings.Index(string(data), "twin 04") {
		t.Errorf("it is not sorted:\n%s", data)
	}
	if err := l.Put(t.Context(), "twin 07: broken", entries["twin 07: broken"]); err != nil {
		t.Fatal(err)
	}
	if again, err := os.ReadFile(l.Path); err != nil || string(again) != string(data) {
		t.Errorf("the same entries give other bytes: %v", err)
	}
}

func TestLedgerForgets(t *testing.T) {
	l := newLedger(t)
	for _, name := range []string{"old", "new"} {
		if err := l.Put(t.Context(), name, Entry{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Keep(t.Context(), []string{"new", "not yet"}); err != nil {
		t.Fatal(err)
	}
	if entries, err := l.Read(); err != nil || len(entries) != 1 {
		t.Errorf("got %v, %v", entries, err)
	}
}

func TestLedgerIsUnreadable(t *testing.T) {
	l := newLedger(t)
	if entries, err := l.Read(); err != nil || len(entries) > 0 {
		t.Errorf("a ledger that does not exist: %v, %v", entries, err)
	}
	if err := os.WriteFile(l.Path, []byte("<<<<<<< main\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Read(); err == nil || !strings.Contains(err.Error(), "delete it to start again") {
		t.Errorf("a damaged one: %v", err)
	}
}

func TestChanged(t *testing.T) {
	then := Inputs{"file a": "1", "file b": "1", "entry": "1"}
	now := Inputs{"file a": "2", "file c": "1", "entry": "1"}
	if got := strings.Join(now.Changed(then), ", "); got != "file a, file b, file c" {
		t.Errorf("got %s", got)
	}
}
