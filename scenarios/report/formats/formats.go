// Package formats lists the reports that are files, and makes one from a command-line flag.
//
// A new format is a package below internal/report, a line in [All], and a checker with its golden files in the tests here.
package formats

import (
	"github.com/gherkind/gherkind/internal/report/ctrf"
	"github.com/gherkind/gherkind/internal/report/github"
	"github.com/gherkind/gherkind/internal/report/html"
	"github.com/gherkind/gherkind/internal/report/json"
	"github.com/gherkind/gherkind/internal/report/junit"
	"github.com/gherkind/gherkind/internal/report/markdown"
	"github.com/gherkind/gherkind/internal/report/messages"
	"github.com/gherkind/gherkind/internal/report/shardfile"
	"github.com/gherkind/gherkind/internal/report/tap"
	"github.com/gherkind/gherkind/internal/report/target"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Format is a report format for --report.
type Format struct {
	Name    string // the word before the colon
	Doc     string // who reads it, in a few words
	Example string // an example of a file name
	Open    func(path string) report.Listener
}

// All lists the formats in alphabetical order. docs/reports.md describes each of them.
func All() []Format {
	return []Format{
		{"ctrf", "Common Test Report Format, for dashboards", "ctrf.json", ctrf.New},
		{"github", "annotations for GitHub Actions; - for the standard output", "-", github.New},
		{"html", "a page for people, in one file, with a picture of each scenario", "report.html", html.New},
		{"json", "the whole result, documented and stable", "report.json", json.New},
		{"junit", "JUnit XML, for nearly every CI system", "junit.xml", junit.New},
		{"markdown", "a summary for the page of a CI step", "summary.md", markdown.New},
		{"messages", "Cucumber Messages, for the tools of Cucumber", "messages.ndjson", messages.New},
		{"shard", "the whole result, for gherkind report merge", "shard.json", shardfile.New},
		{"tap", "Test Anything Protocol, version 14", "report.tap", tap.New},
	}
}

// Parse returns the listener for the value of a --report flag, such as `junit:FILE`. The error lists the formats. If FILE is a
// folder, or cannot be written, that is an error now rather than at the end.
func Parse(spec string) (report.Listener, error) { return ParseIn(nil, spec) }

// ParseIn is Parse; reports for people are in the language, others always in English.
func ParseIn(l *say.Language, spec string) (report.Listener, error) {
	var kinds []target.Kind
	for _, f := range All() {
		kinds = append(kinds, target.Kind{Name: f.Name, Example: f.Example})
	}
	name, file, err := target.Parse("report", spec, kinds)
	if err != nil {
		return nil, err
	}
	switch name {
	case "html":
		return html.NewIn(l, file), nil
	case "markdown":
		return markdown.NewIn(l, file), nil
	case "github":
		return github.NewIn(l, file), nil
	}
	format := named(name)
	return format.Open(file), nil
}

// named returns the format with a name, or the zero Format.
func named(name string) Format {
	for _, f := range All() {
		if f.Name == name {
			return f
		}
	}
	return Format{}
}
