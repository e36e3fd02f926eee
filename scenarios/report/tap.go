package report

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// NewTAP makes the listener that writes the run in the Test Anything Protocol, version
// 14 (testanything.org): a test point for each scenario, with a YAML block that says where
// it stands, how long it took and why it failed. Scenarios that were not run
// are SKIP; those that were running when the file was written are not ok, and the
// file ends with "Bail out!" until the run is over.
func NewTAP(path string) Listener {
	return &file[tapPoint]{format: "TAP", path: path, part: tapPointOf, whole: tapDocument}
}

// tapPoint is a test point without its number, which goes between ok and text.
type tapPoint struct{ ok, text string }

// tapBlock is what the YAML block of a test point says. A name of TAP's own
// examples is used where there is one.
type tapBlock struct {
	Message  string        `yaml:"message,omitempty"`
	Severity string        `yaml:"severity,omitempty"`
	Code     string        `yaml:"code,omitempty"`
	At       tapPlace      `yaml:"at"`
	Millis   int64         `yaml:"duration_ms"`
	Failure  *shownFailure `yaml:"failure,omitempty"`
	Error    string        `yaml:"error,omitempty"`
	Cleanup  []string      `yaml:"cleanup,omitempty"`
	Warnings []warning     `yaml:"warnings,omitempty"`
	Cause    Cause         `yaml:"cause,omitempty"`
	Compared string        `yaml:"comparison,omitempty"`
	Earlier  []tapAttempt  `yaml:"earlier_attempts,omitempty"`
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

func tapPointOf(e entry) tapPoint {
	p := tapPoint{ok: "ok"}
	block := tapBlock{At: tapPlace{attr(e.URI), e.line()}, Millis: e.Duration().Milliseconds(), Failure: e.failure()}
	if e.stage == ended {
		block.Error, block.Cleanup = value(e.Err), items(e.Cleanup)
	}
	block.Cause, block.Compared, block.Warnings = e.cause(), e.comparison(), e.warnings()
	for _, a := range e.attempts() {
		block.Earlier = append(block.Earlier, tapAttempt{attr(a.reason()), attr(a.code()), tapPlace{attr(a.URI), a.line()}, a.Duration().Milliseconds()})
	}
	directive := ""
	switch e.verdict() {
	case Good:
	case NotRun:
		directive = " # SKIP " + tapText(e.reason())
	case Bad, Broken:
		p.ok = "not ok"
		block.Message, block.Code, block.Severity = attr(e.reason()), attr(e.code()), "fail"
		if e.verdict() == Broken {
			block.Severity = "error"
		}
	}
	p.text = " - " + tapText(e.Feature+": "+e.title()) + directive + "\n" + tapYAML(block)
	if e.cause() != "" {
		p.text += "# " + e.comparison() + "\n" // readers that know no YAML show comments
	}
	for _, w := range block.Warnings {
		p.text += "# warning: " + w.String() + "\n"
	}
	return p
}

var tapEscapes = strings.NewReplacer(`\`, `\\`, "#", `\#`)

// tapText is text that cannot end a description or begin a directive.
func tapText(s string) string { return tapEscapes.Replace(attr(s)) }

// tapYAML is the block with its fences, indented by two.
func tapYAML(block tapBlock) string {
	var node yaml.Node
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	err := node.Encode(block)
	oneLineEach(&node)
	if err = errors.Join(err, encoder.Encode(&node)); err != nil { // no value in it can be refused
		return ""
	}
	return "  ---\n" + indented(out.String(), "  ") + "  ...\n"
}

// oneLineEach quotes what has several lines, so that no line of a value stands for itself: one of
// "..." could be taken for the end of the block, and simple readers of TAP know
// no other way to write it.
func oneLineEach(node *yaml.Node) {
	if strings.Contains(node.Value, "\n") {
		node.Style = yaml.DoubleQuotedStyle
	}
	for _, child := range node.Content {
		oneLineEach(child)
	}
}

func tapDocument(now snapshot[tapPoint]) ([]byte, error) {
	var b bytes.Buffer
	r, c := now.run, countEntries(now.entries)
	fmt.Fprintf(&b, "TAP version 14\n1..%d\n", c.Total)
	fmt.Fprintf(&b, "# %s, run %s, cluster %s, Kubernetes %s\n",
		attr(r.Tool), attr(r.ID), attr(r.Cluster.Name), attr(r.Cluster.Kubernetes))
	for i, p := range now.parts {
		fmt.Fprintf(&b, "%s %d%s", p.ok, i+1, p.text)
	}
	for line := range strings.Lines(value(r.Err)) {
		b.WriteString("# besides the scenarios: " + strings.TrimSuffix(line, "\n") + "\n")
	}
	fmt.Fprintf(&b, "# %s\n", c)
	if !now.finished {
		b.WriteString("Bail out! " + unfinishedReason + "\n")
	}
	return b.Bytes(), nil
}
