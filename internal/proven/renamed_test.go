package proven

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// toysWith is the toy module with texts replaced in pairs.
func toysWith(t *testing.T, pairs ...string) fstest.MapFS {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(toySteps+toyRoom, pairs[i]) { //nolint:gocritic // the constants are the text
			t.Fatalf("there is no %q to replace", pairs[i])
		}
	}
	by := strings.NewReplacer(pairs...)
	return fstest.MapFS{"toys.go": {Data: []byte(by.Replace(toySteps))}, "rooms.go": {Data: []byte(by.Replace(toyRoom))}}
}

// TestRenaming: a proof is kept only if nothing but the given names differs.
func TestRenaming(t *testing.T) {
	for name, c := range map[string]struct {
		pairs []string
		names map[string]string
		same  bool
	}{
		"a name":                    {[]string{"light", "shine"}, map[string]string{"light": "shine"}, true},
		"its layout":                {[]string{"light", "shine", "{ return rooms.Enter", "{\n\treturn rooms.Enter"}, map[string]string{"light": "shine"}, true},
		"another name too":          {[]string{"light", "shine", "Switch(on)", "Switch(off)", "on = true", "off = true"}, map[string]string{"light": "shine"}, false},
		"more than the name":        {[]string{"light", "shine", "Switch(on)", "Switch(!on)"}, map[string]string{"light": "shine"}, false},
		"a name that is in a text":  {[]string{"light", "shine", `"dark"`, `"shine"`}, map[string]string{"light": "shine"}, true},
		"what another package does": {[]string{"light", "shine", "return open(err)", "return open(nil)"}, map[string]string{"light": "shine"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			before := readToys(t, toysWith(t))
			now := readToys(t, toysWith(t, c.pairs...))
			old, after, same, err := Renaming{Names: c.names}.compare(before, now, "lit")
			if err != nil || old == after || same != c.same {
				t.Errorf("only names differ: %t, %v", same, err)
			}
		})
	}
}

func readToys(t *testing.T, module fstest.MapFS) *Source {
	t.Helper()
	split := fstest.MapFS{"toys/toys.go": module["toys.go"], "toys/rooms/rooms.go": module["rooms.go"]}
	s, err := ReadSource(split, "toys", "toys/rooms")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestRenamingRefusesOtherThings: a name that was in use may have meant something else.
func TestRenamingRefusesOtherThings(t *testing.T) {
	for _, c := range []struct {
		names map[string]string
		says  string
	}{
		{map[string]string{"light": "dim"}, "there was something of that name"},
		{map[string]string{"light": "shine", "dim": "shine"}, "cannot both become shine"},
		{map[string]string{"light": ""}, "must be Go identifiers"},
		{map[string]string{"light": "shine"}, ""},
	} {
		err := Renaming{toysWith(t), c.names}.check()
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: got %v", c.names, err)
		}
	}
}

// TestRenamingOfTheProject: compared with itself nothing is renamed, and a definition that did not exist has changed.
func TestRenamingOfTheProject(t *testing.T) {
	now, err := ReadCatalogue(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	kept, changed, err := Renaming{Before: os.DirFS("../..")}.Definitions(now)
	if err != nil || len(kept) > 0 || len(changed) > 0 {
		t.Errorf("kept %v, changed %v, %v", kept, changed, err)
	}
	_, changed, err = Renaming{Before: fstest.MapFS{}}.Definitions(now)
	if err != nil || !slices.Contains(changed, "pod-is") {
		t.Errorf("changed %v, %v", changed, err)
	}
}

// TestLedgerRenames: only the hash that a definition had is replaced.
func TestLedgerRenames(t *testing.T) {
	l := newLedger(t)
	for name, hash := range map[string]string{"proven before": "old", "changed since": "older"} {
		if err := l.Put(t.Context(), name, Entry{Inputs: Inputs{"step a": hash, "step b": "old", "file a": "old"}}); err != nil {
			t.Fatal(err)
		}
	}
	n, err := l.Rename(t.Context(), map[string][2]string{"step a": {"old", "new"}})
	if err != nil || n != 1 {
		t.Fatalf("%d entries, %v", n, err)
	}
	entries, err := l.Read()
	if err != nil {
		t.Fatal(err)
	}
	if in := entries["proven before"].Inputs; in["step a"] != "new" || in["step b"] != "old" || in["file a"] != "old" {
		t.Errorf("got %v", in)
	}
	if in := entries["changed since"].Inputs; in["step a"] != "older" {
		t.Errorf("a proof for other source became valid: %v", in)
	}
}
