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

// Limits of reports, in bytes unless stated otherwise. They hold whatever a pod writes; docs/reports.md lists them.
const (
	MaxAttr        = 1000       // a name, a tag, a path, one line
	MaxText        = 4000       // a value: what was observed, an error
	MaxArgument    = 2000       // a doc string or a table below a step
	MaxItem        = 500        // an item of a list: evidence, a clean-up error
	MaxItems       = 10         // items of such a list
	MaxWarnings    = 30         // warnings of a scenario, in reports for programs
	MaxNames       = 100        // names in a list or map: tags, namespaces, nodes, images
	MaxBody        = 32 << 10   // the text of one JUnit test case: its steps and the explanation
	MaxTrace       = 8 << 10    // the explanation of one scenario in the other formats
	MaxSummary     = 1000 << 10 // a Markdown summary; GitHub's limit is 1 MiB per step
	MaxAnnotations = 10         // of one kind; GitHub does not show more per step
)

// Attr returns text as one line, without anything that a terminal interprets.
func Attr(s string) string { return plaintext.Line(s, MaxAttr) }

// Value returns text of several lines, without anything that a terminal interprets.
func Value(s string) string { return plaintext.Lines(s, MaxText) }

// Body returns the text of a whole JUnit test case.
func Body(s string) string { return plaintext.Lines(s, MaxBody) }

// Items returns the first items of a list of sentences, and a last one that says how many more there are.
func Items(list []string) []string { return firstOf(list, MaxItems, MaxItem) }

// NamesOf is Items for names, with a higher limit, because readers rely on them.
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

// Texts returns a map of names, printable and cut to the limits; never nil.
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

// Trace returns the whole explanation of a scenario that did not pass; empty for others.
func (e Entry) Trace() string { return e.TraceIn(nil) }

// TraceIn is Trace in a language.
func (e Entry) TraceIn(l *say.Language) string {
	if e.Stage != Ended || !e.Unsuccessful() {
		return ""
	}
	return plaintext.Lines(strings.Join(Told{l}.FailureLines(e.Scenario, 0), "\n"), MaxTrace)
}

// FirstAdvice returns the advice up to the limit of a list.
func FirstAdvice(r *report.Run) []report.Advice { return r.Advice[:min(len(r.Advice), MaxItems)] }
