package tree

import (
	"io/fs"
	"testing"
)

func TestOneFileHasAnotherContent(t *testing.T) {
	files := With(Files{"a/x": []byte("x"), "a/y": []byte("y")}, "a/x", []byte("other"))
	for name, want := range map[string]string{"a/x": "other", "a/y": "y"} {
		if data, err := fs.ReadFile(files, name); err != nil || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	if _, named := files.(canonical); named {
		t.Error("it has canonical names, unlike its base")
	}
	if n, named := With(machine{t.TempDir()}, "../x", nil).(canonical); !named || n.Canonical("a/../b") != "b" {
		t.Error("it lacks the canonical names of its base")
	}
}
