package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// Limits of what a report holds, in bytes where nothing else is said. They bound
// every report whatever a pod writes; docs/reports.md states them.
const (
	maxAttr        = 1000       // a name, a tag, a path, one line
	maxText        = 4000       // a value: what was seen, an error
	maxArgument    = 2000       // a doc string or a table below a step
	maxItem        = 500        // an item of a list: evidence, what was not cleaned up
	maxItems       = 10         // items of such a list
	maxWarnings    = 30         // warnings of a scenario, in a report for programs
	maxNames       = 100        // names in a list or map: tags, namespaces, nodes, images
	maxBody        = 32 << 10   // the text of one JUnit test case: its steps and the explanation
	maxTrace       = 8 << 10    // the explanation of one scenario in the other formats
	maxSummary     = 1000 << 10 // a Markdown summary; GitHub takes 1 MiB from a step
	maxAnnotations = 10         // of a kind; GitHub shows no more of one step
)

// attr is text as one line, without anything that a terminal obeys.
func attr(s string) string { return plaintext.Line(s, maxAttr) }

// value is text of several lines, without anything that a terminal obeys.
func value(s string) string { return plaintext.Lines(s, maxText) }

func body(s string) string { return plaintext.Lines(s, maxBody) }

// items are the first of a list of sentences, with a last one that says how many
// there were more.
func items(list []string) []string { return firstOf(list, maxItems, maxItem) }

// namesOf is items for names, of which more are kept: readers count on them.
func namesOf(list []string) []string { return firstOf(list, maxNames, maxAttr) }

func firstOf(list []string, most, size int) []string {
	out := []string{}
	for i, item := range list {
		if i == most {
			return append(out, more(len(list)-i))
		}
		out = append(out, plaintext.Line(item, size))
	}
	return out
}

func more(n int) string { return fmt.Sprintf("… (%d more)", n) }

// texts is a map of names, fit to print and cut to the limits; never nil.
func texts(m map[string]string) map[string]string {
	out := map[string]string{}
	for i, key := range slices.Sorted(maps.Keys(m)) {
		if i == maxNames {
			out["…"] = more(len(m) - i)
			break
		}
		out[attr(key)] = attr(m[key])
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
