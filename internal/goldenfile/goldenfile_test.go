package goldenfile

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFirstDifference(t *testing.T) {
	for _, c := range []struct {
		got, want, gotLine, wantLine string
		line                         int
	}{
		{"a\nb\n", "a\nc\n", "b", "c", 2},
		{"a\n", "a\nb\n", "", "b", 2},
		{"a", "b\na\n", "a", "b", 1},
	} {
		line, gotLine, wantLine := firstDifference(c.got, c.want)
		if line != c.line || gotLine != c.gotLine || wantLine != c.wantLine {
			t.Errorf("%q and %q: line %d, %q, %q", c.got, c.want, line, gotLine, wantLine)
		}
	}
}

// TestEqual: a file that differs fails a test, and is rewritten on request.
func TestEqual(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	t.Setenv("GHERKIND_UPDATE", "1")
	Equal(t, path, "old\n")
	t.Setenv("GHERKIND_UPDATE", "")
	r := &recorder{TB: t}
	Equal(r, path, "old\n")
	if r.failed {
		t.Error("the same text fails")
	}
	Equal(r, path, "new\n")
	if !r.failed {
		t.Error("another text passes")
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "old\n" {
		t.Errorf("the file was changed without GHERKIND_UPDATE: %q, %v", content, err)
	}
}

// recorder records that the test would have failed.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }
