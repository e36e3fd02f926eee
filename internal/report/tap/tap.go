// Package tap writes a run in the Test Anything Protocol, version 14.
package tap

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// New returns the listener that writes the run in the Test Anything Protocol, version 14 (testanything.org): a test point for
// each scenario, with a YAML block that has its position, its duration and why it failed. Scenarios that were not run are SKIP;
// those that were running when the file was written are not ok, and the file ends with "Bail out!" until the run has ended.
func New(path string) report.Listener {
	return &show.File[tapPoint]{Format: "TAP", Path: path, Part: tapPointOf, Whole: tapDocument}
}

// tapPoint is a test point without its number, which comes between ok and text.
type tapPoint struct{ ok, text string }

// tapBlock is the YAML block of a test point. It uses the names of the TAP specification's examples where they exist.
type tapBlock struct {
	Message  string         `yaml:"message,omitempty"`
	Severity string         `yaml:"severity,omitempty"`
	Code     string         `yaml:"code,omitempty"`
	At       tapPlace       `yaml:"at"`
	Millis   int64          `yaml:"duration_ms"`
	Failure  *show.Failure  `yaml:"failure,omitempty"`
	Error    string         `yaml:"error,omitempty"`
	Cleanup  []string       `yaml:"cleanup,omitempty"`
	Warnings []show.Warning `yaml:"warnings,omitempty"`
	Cause    report.Cause   `yaml:"cause,omitempty"`
	Compared string         `yaml:"comparison,omitempty"`
	Earlier  []tapAttempt   `yaml:"earlier_attempts,omitempty"`
}

type tapAttempt struct {
	Message string   `yaml:"message"`
	Code    string   `yaml:"code"`
	At      tapPlace `yaml:"at"`
	Millis  int64    `yaml:"duration_ms"`
}

type tapPlace struct {
	File string `yaml:"file"`
	Line int    `yaml:"line"`
}

func tapPointOf(e show.Entry) tapPoint {
	p := tapPoint{ok: "ok"}
	block := tapBlock{At: tapPlace{show.Attr(e.URI), e.FailedLine()}, Millis: e.Duration().Milliseconds(), Failure: e.ShownFailure()}
	if e.Stage == show.Ended {
		block.Error, block.Cleanup = show.Value(e.Err), show.Items(e.Cleanup)
	}
	block.Cause, block.Compared, block.Warnings = e.ShownCause(), e.ShownComparison(), e.ShownWarnings()
	for _, a := range e.EarlierEntries() {
		block.Earlier = append(block.Earlier, tapAttempt{show.Attr(a.ShownReason()), show.Attr(a.ShownCode()), tapPlace{show.Attr(a.URI), a.FailedLine()}, a.Duration().Milliseconds()})
	}
	directive := ""
	switch o := e.ShownOutcome(); {
	case !o.Ran():
		directive = " # SKIP " + tapText(e.ShownReason())
	case !o.Passed():
		p.ok = "not ok"
		block.Message, block.Code, block.Severity = show.Attr(e.ShownReason()), show.Attr(e.ShownCode()), "fail"
		if o.Inconclusive() {
			block.Severity = "error"
		}
	}
	p.text = " - " + tapText(e.Feature+": "+e.Title()) + directive + "\n" + tapYAML(block)
	if e.ShownCause() != "" {
		p.text += "# " + e.ShownComparison() + "\n" // readers without YAML support show comments
	}
	for _, w := range block.Warnings {
		p.text += "# warning: " + w.String() + "\n"
	}
	return p
}

var tapEscapes = strings.NewReplacer(`\`, `\\`, "#", `\#`)

// tapText returns text that cannot end a description or start a directive.
func tapText(s string) string { return tapEscapes.Replace(show.Attr(s)) }

// tapYAML returns the block with its delimiters, indented by two.
func tapYAML(block tapBlock) string {
	var node yaml.Node
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	err := node.Encode(block)
	oneLineEach(&node)
	if err = errors.Join(err, encoder.Encode(&node)); err != nil { // no value in it can cause an error
		return ""
	}
	return "  ---\n" + show.Indented(out.String(), "  ") + "  ...\n"
}

// oneLineEach quotes values of several lines, so that each value is on one line: a line "..." could be taken for the end of the
// block, and simple TAP parsers support no other notation.
func oneLineEach(node *yaml.Node) {
	if strings.Contains(node.Value, "\n") {
		node.Style = yaml.DoubleQuotedStyle
	}
	for _, child := range node.Content {
		oneLineEach(child)
	}
}

func tapDocument(now show.Snapshot[tapPoint]) ([]byte, error) {
	var b bytes.Buffer
	r, c := now.Run, show.CountEntries(now.Entries)
	fmt.Fprintf(&b, "TAP version 14\n1..%d\n", c.Total())
	fmt.Fprintf(&b, "# %s, run %s, cluster %s, Kubernetes %s\n",
		show.Attr(r.Tool), show.Attr(r.ID), show.Attr(r.Cluster.Name), show.Attr(r.Cluster.Kubernetes))
	for i, p := range now.Parts {
		fmt.Fprintf(&b, "%s %d%s", p.ok, i+1, p.text)
	}
	for line := range strings.Lines(show.Value(r.Err)) {
		b.WriteString("# besides the scenarios: " + strings.TrimSuffix(line, "\n") + "\n")
	}
	fmt.Fprintf(&b, "# %s\n", c)
	if !now.Finished {
		b.WriteString("Bail out! " + show.UnfinishedReason + "\n")
	}
	return b.Bytes(), nil
}
