package formats

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

func TestParse(t *testing.T) {
	path := t.TempDir() + "/a:b.xml"
	l, err := Parse("junit:" + path)
	if err != nil {
		t.Fatal(err)
	}
	l.RunStarted(reporttest.FakeRun())
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the report is not in its file: %v", err)
	}
	if _, err := Parse("github:-"); err != nil {
		t.Error(err)
	}
	for spec, want := range map[string]string{
		"":                      "the formats are: ctrf:FILE, github:FILE, html:FILE, json:FILE, junit:FILE, markdown:FILE, ",
		"xunit:a.xml":           `no format "xunit"; the formats are: ctrf:FILE`,
		"junit":                 "no file named; write junit:junit.xml",
		"tap:":                  "no file named; write tap:report.tap",
		"json:-":                "the standard output shows the run; name a file, such as json:report.json",
		"junit:" + t.TempDir():  "is a folder; name a file in it",
		"github:" + t.TempDir(): "report.txt",
		"table:README.md":       `no format "table"`,
		"JUNIT:a.xml":           `no format "JUNIT"`,
	} {
		if _, err := Parse(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, want %q", spec, err, want)
		}
	}
}

// TestEveryFormat writes a run in all formats in parallel, and compares the files.
func TestEveryFormat(t *testing.T) {
	dir := t.TempDir()
	var all []report.Listener
	files := map[string]string{}
	for _, f := range every() {
		name := strings.Replace(f.Example, "-", "github.txt", 1)
		files[f.Name] = name
		all = append(all, f.Open(filepath.Join(dir, name)))
	}
	if err := reporttest.Replay(reporttest.Multi(all...), reporttest.FakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		reporttest.Golden(t, name, reporttest.Anywhere(reporttest.ReadFile(t, filepath.Join(dir, name))))
	}
	if !slices.IsSortedFunc(All(), func(a, b Format) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the formats are not in alphabetical order")
	}
}
