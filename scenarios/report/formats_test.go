package report

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	if l, err := Parse("junit:" + t.TempDir() + "/a:b.xml"); err != nil || !strings.HasSuffix(l.(*file[junitCase]).path, "a:b.xml") {
		t.Errorf("Parse = %v, %v", l, err)
	}
	if l, err := Parse("github:-"); err != nil || l.(*githubOutput).out != os.Stdout {
		t.Errorf("Parse = %v, %v", l, err)
	}
	for spec, want := range map[string]string{
		"":                      "the formats are: ctrf:FILE, github:FILE, html:FILE, json:FILE, junit:FILE, markdown:FILE, ",
		"xunit:a.xml":           `no format "xunit"; the formats are: ctrf:FILE`,
		"junit":                 "no file named; write junit:junit.xml",
		"tap:":                  "no file named; write tap:report.tap",
		"json:-":                "the standard output shows the run; name a file, such as json:report.json",
		"junit:" + t.TempDir():  "is a folder; name a file in it",
		"github:" + t.TempDir(): "report.txt",
		"JUNIT:a.xml":           `no format "JUNIT"`,
	} {
		if _, err := Parse(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) = %v, want %q", spec, err, want)
		}
	}
}

// TestEveryFormat writes a run in each format, all at once, and compares the files.
func TestEveryFormat(t *testing.T) {
	dir := t.TempDir()
	var all []Listener
	files := map[string]string{}
	for _, f := range Formats() {
		name := map[string]string{"github": "github.txt", "table": "table.md"}[f.Name]
		if name == "" {
			name = f.Example
		}
		files[f.Name] = name
		l, err := Parse(f.Name + ":" + filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	if err := replay(Multi(all...), fakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		golden(t, name, anywhere(readFile(t, filepath.Join(dir, name))))
	}
	if !slices.IsSortedFunc(Formats(), func(a, b Format) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the formats are not in alphabetical order")
	}
}

// anywhere is a report without the machine that wrote it.
func anywhere(text string) string {
	if strings.HasPrefix(text, "<!DOCTYPE html>") {
		return text[strings.Index(text, "<body"):strings.LastIndex(text, "<script>")] // style and script have their own files
	}
	return strings.NewReplacer(`{"name":"`+runtime.GOOS+`"}`, `{"name":"linux"}`, `{"name":"`+runtime.GOARCH+`"}`, `{"name":"amd64"}`).Replace(text)
}
