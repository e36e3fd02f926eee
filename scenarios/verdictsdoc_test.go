package scenarios_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPromisesNameTheirTests: the pages of promises name only existing tests and cases.
func TestPromisesNameTheirTests(t *testing.T) {
	tests := testNames(t)
	for _, name := range []string{"docs/verdicts.md", "docs/reliability.md"} {
		page, err := os.ReadFile("../" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, test := range regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`).FindAllString(string(page), -1) {
			if !tests[test] {
				t.Errorf("%s names %s, and there is no such test", name, test)
			}
		}
		for _, found := range regexp.MustCompile(`\bcases?[ /](\d\d[-\w]*)`).FindAllStringSubmatch(string(page), -1) {
			if there, err := filepath.Glob("testdata/cases/" + found[1] + "*"); err != nil || len(there) == 0 {
				t.Errorf("%s names case %s, and there is no such folder in testdata/cases", name, found[1])
			}
		}
	}
}

// testNames returns the names of all tests of the repository.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names, declared := map[string]bool{}, regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, found := range declared.FindAllStringSubmatch(string(source), -1) {
			names[found[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
