// Package goldenfile compares the output of a test with a file in the repository. If GHERKIND_UPDATE is set, as by make
// generate, it writes that file instead. Only tests use it.
package goldenfile

import (
	"os"
	"strings"
	"testing"
)

// Update reports whether to rewrite files.
func Update() bool { return os.Getenv("GHERKIND_UPDATE") != "" }

// Equal fails the test unless the file at path contains got.
func Equal(t testing.TB, path, got string) {
	t.Helper()
	if Update() {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run make generate, or only this test with GHERKIND_UPDATE=1, to create it", err)
	}
	if want := string(content); got != want {
		line, gotLine, wantLine := firstDifference(got, want)
		t.Errorf("%s differs in line %d: if the new text is right, run make generate, or only this test with GHERKIND_UPDATE=1\n got  %s\n want %s", path, line, gotLine, wantLine)
	}
}

// firstDifference returns the number of the first line that differs, from 1, with both versions of it.
func firstDifference(got, want string) (line int, gotLine, wantLine string) {
	gotLines, wantLines := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		gotLine, wantLine = lineAt(gotLines, i), lineAt(wantLines, i)
		if gotLine != wantLine {
			return i + 1, gotLine, wantLine
		}
	}
	return 0, "", ""
}

func lineAt(lines []string, i int) string {
	if i >= len(lines) {
		return "(no such line)"
	}
	return strings.TrimSuffix(lines[i], "\n")
}
