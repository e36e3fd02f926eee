package show

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Limits of what a report holds, in bytes where nothing else is said. They bound
// every report whatever a pod writes; docs/reports.md states them.
const (
	MaxAttr        = 1000       // a name, a tag, a path, one line
	MaxText        = 4000       // a value: what was seen, an error
	MaxArgument    = 2000       // a doc string or a table below a step
	MaxItem        = 500        // an item of a list: evidence, what was not cleaned up
	MaxItems       = 10         // items of such a list
	MaxWarnings    = 30         // warnings of a scenario, in a report for programs
	MaxNames       = 100        // names in a list or map: tags, namespaces, nodes, images
	MaxBody        = 32 << 10   // the text of one JUnit test case: its steps and the explanation
	MaxTrace       = 8 << 10    // the explanation of one scenario in the other formats
	MaxSummary     = 1000 << 10 // a Markdown summary; GitHub takes 1 MiB from a step
	MaxAnnotations = 10         // of a kind; GitHub shows no more of one step
)

// Attr is text as one line, without anything that a terminal obeys.
func Attr(s string) string { return plaintext.Line(s, MaxAttr) }

// Value is text of several lines, without anything that a terminal obeys.
func Value(s string) string { return plaintext.Lines(s, MaxText) }

// Body is the text of a whole JUnit test case.
func Body(s string) string { return plaintext.Lines(s, MaxBody) }

// Items are the first of a list of sentences, with a last one that says how many
// there were more.
func Items(list []string) []string { return firstOf(list, MaxItems, MaxItem) }

// NamesOf is items for names, of which more are kept: readers count on them.
func NamesOf(list []string) []string { return firstOf(list, MaxNames, MaxAttr) }

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

// Texts is a map of names, fit to print and cut to the limits; never nil.
func Texts(m map[string]string) map[string]string {
	out := map[string]string{}
	for i, key := range slices.Sorted(maps.Keys(m)) {
		if i == MaxNames {
			out["…"] = more(len(m) - i)
			break
		}
		out[Attr(key)] = Attr(m[key])
	}
	return out
}

// Trace is the whole explanation of a scenario that did not pass; empty for others.
func (e Entry) Trace() string { return e.TraceIn(nil) }

// TraceIn is Trace in a language.
func (e Entry) TraceIn(l *say.Language) string {
	if e.Stage != Ended || !e.Unsuccessful() {
		return ""
	}
	return plaintext.Lines(strings.Join(Told{l}.FailureLines(e.Scenario, 0), "\n"), MaxTrace)
}

// FirstAdvice is as much advice as a list holds.
func FirstAdvice(r *report.Run) []report.Advice { return r.Advice[:min(len(r.Advice), MaxItems)] }
