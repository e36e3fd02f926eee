package formats

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/annotation"
	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/sarif"
	"github.com/gherkind/gherkind/internal/say"
)

// Names returns the names of the formats, the default first.
func Names() []string { return []string{"text", "json", "sarif", "github"} }

// Write writes the report in a format. Width is the width of the terminal; 0: no wrapping.
func Write(w io.Writer, format string, r *lint.Report, width int) error {
	return WriteIn(nil, w, format, r, width)
}

// WriteIn is Write in a language. Formats for programs are always in English.
func WriteIn(l *say.Language, w io.Writer, format string, r *lint.Report, width int) error {
	write := map[string]func(*say.Language, io.Writer, *lint.Report, int) error{
		"text": text, "json": asJSON, "sarif": asSARIF, "github": github,
	}[format]
	if write == nil {
		return fmt.Errorf("there is no format %q; the formats are: %s", format, strings.Join(Names(), ", "))
	}
	return write(l, w, r, width)
}

// most limits one text, in bytes.
const most = 4000

func text(l *say.Language, w io.Writer, r *lint.Report, width int) error {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s:%d:%d: %s\n", plaintext.Line(f.File, most), f.Line, f.Column,
			l.Sayf("%s: %s (%s)", say.Known(f.Severity.String()), plaintext.Line(l.Retell(f.Message), most), f.Rule))
		for _, note := range notes(l, f) {
			for _, line := range plaintext.Hang("    ", plaintext.Lines(note, most), width) {
				b.WriteString(line + "\n")
			}
		}
	}
	if len(r.Findings) > 0 {
		b.WriteString("\n")
	}
	b.WriteString(l.Text(summary(r)) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// notes returns the lines below a finding.
func notes(l *say.Language, f lint.Finding) []string {
	var all []string
	if f.Hint != "" {
		all = append(all, l.Retell(f.Hint))
	}
	if f.From.File != "" {
		all = append(all, l.Sayf("applied by %s:%d", f.From.File, f.From.Line))
	}
	return all
}

// summary returns the number of findings, features and scenarios.
func summary(r *lint.Report) say.Text {
	looked := say.Join([]say.Text{say.Textf("%s", say.Times("feature", r.Files)), say.Textf("%s", say.Times("scenario", r.Scenarios))}, ", ")
	var parts []say.Text
	if n := r.Count(rules.Error); n > 0 {
		parts = append(parts, say.Textf("%s", say.Times("error", n)))
	}
	if n := r.Count(rules.Warning); n > 0 {
		parts = append(parts, say.Textf("%s", say.Times("warning", n)))
	}
	if n := r.Count(rules.Info); n > 0 {
		parts = append(parts, say.Textf("%d info", n))
	}
	if len(parts) == 0 {
		parts = []say.Text{say.Textf("nothing found")}
	}
	if r.Ignored > 0 {
		parts = append(parts, say.Textf("%d ignored", r.Ignored))
	}
	return say.Textf("%s: %s", looked, say.Join(parts, ", "))
}

func asJSON(_ *say.Language, w io.Writer, r *lint.Report, _ int) error {
	findings := r.Findings
	if findings == nil {
		findings = []lint.Finding{}
	}
	return indented(w, struct {
		Features  int            `json:"features"`
		Scenarios int            `json:"scenarios"`
		Ignored   int            `json:"ignored"`
		Findings  []lint.Finding `json:"findings"`
	}{r.Files, r.Scenarios, r.Ignored, findings})
}

func asSARIF(_ *say.Language, w io.Writer, r *lint.Report, _ int) error {
	log := sarif.New("gherkind lint")
	run := &log.Runs[0]
	levels := map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "note"}
	for _, f := range r.Findings {
		rule, _ := rules.Find(f.Rule)
		run.Define(f.Rule, rule.Doc)
		run.Results = append(run.Results, sarif.Result{
			RuleID: f.Rule, Level: levels[f.Severity], Message: sarif.Text{Text: whole(nil, f)},
			Locations: sarif.At(f.File, sarif.Region{StartLine: f.Line, StartColumn: f.Column, EndColumn: f.EndColumn}),
		})
	}
	return indented(w, log)
}

// whole returns the finding as one text.
func whole(l *say.Language, f lint.Finding) string {
	return plaintext.Lines(strings.Join(append([]string{l.Retell(f.Message)}, notes(l, f)...), "\n"), most)
}

func github(l *say.Language, w io.Writer, r *lint.Report, _ int) error {
	var b strings.Builder
	count := map[rules.Severity]int{}
	kinds := map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "notice"}
	for _, f := range r.Findings {
		count[f.Severity]++
		switch n := count[f.Severity]; {
		case n < annotation.Most || n == r.Count(f.Severity) && n == annotation.Most:
			b.WriteString(annotation.Annotation{Kind: kinds[f.Severity], File: f.File, Line: f.Line, Column: f.Column,
				Title: "gherkind lint: " + f.Rule, Detail: whole(l, f)}.String())
		case n == annotation.Most:
			b.WriteString(annotation.Annotation{Kind: kinds[f.Severity], Title: "gherkind lint",
				Detail: l.Sayf("%d more; see the whole report", r.Count(f.Severity)-n+1)}.String())
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func indented(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
