package scenarios_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestVerdictsNameTheirTests keeps docs/verdicts.md from promising by a test, or a case, that is not there.
func TestVerdictsNameTheirTests(t *testing.T) {
	page, err := os.ReadFile("../docs/verdicts.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := testNames(t)
	for _, name := range regexp.MustCompile(`\bTest[A-Z]\w+`).FindAllString(string(page), -1) {
		if !tests[name] {
			t.Errorf("docs/verdicts.md names %s, and there is no such test", name)
		}
	}
	for _, found := range regexp.MustCompile(`\bcases?[ /](\d\d[-\w]*)`).FindAllStringSubmatch(string(page), -1) {
		if there, err := filepath.Glob("testdata/cases/" + found[1] + "*"); err != nil || len(there) == 0 {
			t.Errorf("docs/verdicts.md names case %s, and there is no such folder in testdata/cases", found[1])
		}
	}
}

// testNames are the names of all tests of the repository.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names, declared := map[string]bool{}, regexp.MustCompile(`(?m)^func (Test\w+)\(`)
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
