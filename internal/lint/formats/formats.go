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
	"github.com/gherkind/gherkind/internal/words"
)

// Names are the formats, the default first.
func Names() []string { return []string{"text", "json", "sarif", "github"} }

// Write writes the report in a format. Width is that of the terminal; 0 is any.
func Write(w io.Writer, format string, r *lint.Report, width int) error {
	write := map[string]func(io.Writer, *lint.Report, int) error{
		"text": text, "json": asJSON, "sarif": asSARIF, "github": github,
	}[format]
	if write == nil {
		return fmt.Errorf("there is no format %q; the formats are: %s", format, strings.Join(Names(), ", "))
	}
	return write(w, r, width)
}

// most is how much of one text is written, in bytes.
const most = 4000

func text(w io.Writer, r *lint.Report, width int) error {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s (%s)\n", plaintext.Line(f.File, most), f.Line, f.Column, f.Severity, plaintext.Line(f.Message, most), f.Rule)
		for _, note := range notes(f) {
			for _, line := range plaintext.Hang("    ", plaintext.Lines(note, most), width) {
				b.WriteString(line + "\n")
			}
		}
	}
	if len(r.Findings) > 0 {
		b.WriteString("\n")
	}
	b.WriteString(summary(r) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// notes are what stands below a finding.
func notes(f lint.Finding) []string {
	var all []string
	if f.Hint != "" {
		all = append(all, f.Hint)
	}
	if f.From.File != "" {
		all = append(all, fmt.Sprintf("applied by %s:%d", f.From.File, f.From.Line))
	}
	return all
}

// summary counts what was found.
func summary(r *lint.Report) string {
	looked := fmt.Sprintf("%s, %s", words.Times("feature", r.Files), words.Times("scenario", r.Scenarios))
	var parts []string
	for _, s := range []rules.Severity{rules.Error, rules.Warning} {
		if n := r.Count(s); n > 0 {
			parts = append(parts, words.Times(s.String(), n))
		}
	}
	if n := r.Count(rules.Info); n > 0 {
		parts = append(parts, fmt.Sprintf("%d info", n))
	}
	if len(parts) == 0 {
		parts = []string{"nothing found"}
	}
	if r.Ignored > 0 {
		parts = append(parts, fmt.Sprintf("%d ignored", r.Ignored))
	}
	return looked + ": " + strings.Join(parts, ", ")
}

func asJSON(w io.Writer, r *lint.Report, _ int) error {
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

func asSARIF(w io.Writer, r *lint.Report, _ int) error {
	log := sarif.New("gherkind lint")
	run := &log.Runs[0]
	levels := map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "note"}
	for _, f := range r.Findings {
		rule, _ := rules.Find(f.Rule)
		run.Define(f.Rule, rule.Doc)
		run.Results = append(run.Results, sarif.Result{
			RuleID: f.Rule, Level: levels[f.Severity], Message: sarif.Text{Text: whole(f)},
			Locations: sarif.At(f.File, sarif.Region{StartLine: f.Line, StartColumn: f.Column, EndColumn: f.EndColumn}),
		})
	}
	return indented(w, log)
}

// whole is the finding in one text.
func whole(f lint.Finding) string {
	return plaintext.Lines(strings.Join(append([]string{f.Message}, notes(f)...), "\n"), most)
}

func github(w io.Writer, r *lint.Report, _ int) error {
	var b strings.Builder
	count := map[rules.Severity]int{}
	kinds := map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "notice"}
	for _, f := range r.Findings {
		count[f.Severity]++
		switch n := count[f.Severity]; {
		case n < annotation.Most || n == r.Count(f.Severity) && n == annotation.Most:
			b.WriteString(annotation.Annotation{Kind: kinds[f.Severity], File: f.File, Line: f.Line, Column: f.Column,
				Title: "gherkind lint: " + f.Rule, Detail: whole(f)}.String())
		case n == annotation.Most:
			b.WriteString(annotation.Annotation{Kind: kinds[f.Severity], Title: "gherkind lint",
				Detail: fmt.Sprintf("%d more; see the whole report", r.Count(f.Severity)-n+1)}.String())
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
