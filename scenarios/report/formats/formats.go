// Package formats lists the reports that are files, and makes one from a command-line flag.
//
// A new format is a package below internal/report, a line in [All], and a checker with its golden files in the tests here.
package formats

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gherkind/gherkind/internal/report/ctrf"
	"github.com/gherkind/gherkind/internal/report/github"
	"github.com/gherkind/gherkind/internal/report/html"
	"github.com/gherkind/gherkind/internal/report/json"
	"github.com/gherkind/gherkind/internal/report/junit"
	"github.com/gherkind/gherkind/internal/report/markdown"
	"github.com/gherkind/gherkind/internal/report/messages"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/report/table"
	"github.com/gherkind/gherkind/internal/report/tap"
	"github.com/gherkind/gherkind/scenarios/report"
)

// A Format is a kind of report that --report takes.
type Format struct {
	Name    string // the word before the colon
	Doc     string // who reads it, in a few words
	Example string // a good name for the file
	Open    func(path string) report.Listener
}

// All lists the formats in alphabetical order. docs/reports.md says more of each.
func All() []Format {
	return []Format{
		{"ctrf", "Common Test Report Format, for dashboards", "ctrf.json", ctrf.New},
		{"github", "annotations for GitHub Actions; - for the standard output", "-", github.New},
		{"html", "a page for people, in one file, with a picture of each scenario", "report.html", html.New},
		{"json", "the whole result, documented and stable", "report.json", json.New},
		{"junit", "JUnit XML, for nearly every CI system", "junit.xml", junit.New},
		{"markdown", "a summary for the page of a CI step", "summary.md", markdown.New},
		{"messages", "Cucumber Messages, for the tools of Cucumber", "messages.ndjson", messages.New},
		{"table", "which scenario proves which behaviour", "features/README.md", table.New},
		{"tap", "Test Anything Protocol, version 14", "report.tap", tap.New},
	}
}

// Parse makes the listener that a --report flag asks for, such as `junit:FILE`. The error
// lists the formats. A FILE that is a folder, or cannot be written, is an error now rather than at the end.
func Parse(spec string) (report.Listener, error) {
	name, file, _ := strings.Cut(spec, ":")
	format, ok := find(name)
	switch {
	case !ok:
		return nil, fmt.Errorf("report %q: there is no format %q; the formats are: %s", spec, name, names())
	case file == "":
		return nil, fmt.Errorf("report %q: no file named; write %s:%s", spec, name, format.Example)
	case file == "-" && format.Example != "-":
		return nil, fmt.Errorf("report %q: the standard output shows the run; name a file, such as %s:%s", spec, name, format.Example)
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return nil, fmt.Errorf("report %q: %s is a folder; name a file in it, such as %s:%s/%s",
			spec, file, name, strings.TrimSuffix(file, "/"), strings.Replace(format.Example, "-", "report.txt", 1))
	}
	if err := writable(file); err != nil {
		return nil, fmt.Errorf("report %q: %w", spec, err)
	}
	return format.Open(file), nil
}

// writable says why the file cannot be written, as far as that is known before there is anything to write.
func writable(file string) error {
	if file == "-" {
		return nil
	}
	to, err := show.DestinationOf(file)
	if err != nil || to.InPlace {
		return err // a device or a pipe is not looked into
	}
	dir := filepath.Dir(to.Path)
	info, err := os.Stat(dir)
	for ; errors.Is(err, fs.ErrNotExist) && dir != filepath.Dir(dir); info, err = os.Stat(dir) {
		dir = filepath.Dir(dir)
	}
	switch {
	case errors.Is(err, syscall.ENOTDIR), err == nil && !info.IsDir():
		return fmt.Errorf("%s cannot be written: a part of its path is a file, not a folder", file)
	case err != nil:
		return fmt.Errorf("%s cannot be written: %w", file, err)
	}
	f, err := os.CreateTemp(dir, ".gherkind-*")
	if err != nil {
		return fmt.Errorf("%s cannot be written: no file can be made in %s", file, dir)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func find(name string) (Format, bool) {
	for _, f := range All() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

func names() string {
	var out []string
	for _, f := range All() {
		out = append(out, f.Name+":FILE")
	}
	last := len(out) - 1
	return strings.Join(out[:last], ", ") + " or " + out[last]
}
