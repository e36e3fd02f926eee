package report

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/steps/explain/plaintext"
)

// Limits of what a report holds, in bytes where nothing else is said. They bound
// every report whatever a pod writes; docs/reports.md states them.
const (
	maxAttr        = 1000       // a name, a tag, a path, one item of a list
	maxText        = 4000       // a value: what was seen, an error, a doc string or table
	maxItems       = 20         // items of one list: evidence, clean-ups, tags, namespaces
	maxBody        = 64 << 10   // the text of one JUnit test case
	maxTrace       = 16 << 10   // the whole explanation of one scenario in the other formats
	maxSummary     = 1000 << 10 // a Markdown summary; GitHub takes 1 MiB from a step
	maxAnnotations = 10         // of a kind; GitHub shows no more of one step
)

// attr is text as one line, without anything that a terminal obeys.
func attr(s string) string { return plaintext.Line(s, maxAttr) }

// value is text of several lines, without anything that a terminal obeys.
func value(s string) string { return plaintext.Lines(s, maxText) }

func body(s string) string { return plaintext.Lines(s, maxBody) }

// items are the first of a list, with a last one that says how many there were more.
func items(list []string) []string {
	var out []string
	for i, item := range list {
		if i == maxItems {
			return append(out, fmt.Sprintf("… (%d more)", len(list)-i))
		}
		out = append(out, attr(item))
	}
	return out
}

// trace is the whole explanation of a scenario that did not pass; empty for others.
func (e entry) trace() string {
	if e.stage != ended || e.verdict() != Bad && e.verdict() != Broken {
		return ""
	}
	return plaintext.Lines(strings.Join(failureLines(e.Scenario, 0), "\n"), maxTrace)
}
