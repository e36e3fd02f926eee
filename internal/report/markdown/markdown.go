// Package markdown writes a summary for the page of a CI step.
package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// slowest is how many scenarios the list of the longest has.
const slowest = 10

// New makes the listener that writes a summary for the page of a CI step, as
// GitHub shows of the file in $GITHUB_STEP_SUMMARY: the counts, what failed and why,
// and which scenarios took longest. The page stays below 1 MiB, which is all
// that GitHub takes, and says when it left something out.
func New(path string) report.Listener {
	return &show.File[markdownPart]{Format: "Markdown", Path: path, Part: markdownPartOf, Whole: markdownDocument}
}

// markdownPart is a scenario that did not pass at once, or was left out for a reason: its row in the table, and what can be
// unfolded below. Both are empty for others. What it warns of is listed apart.
type markdownPart struct{ row, details, warnings string }

func markdownPartOf(e show.Entry) markdownPart {
	if !e.Unsuccessful() && !e.LeftOut() && len(e.Earlier) == 0 {
		return markdownPart{warnings: markdownWarnings(e)}
	}
	sign, why, at := markOf(e), inline(e.ShownReason()), e
	if text := e.ShownComparison(); text != "" {
		why = strings.TrimPrefix(why+"; "+inline(text), "; ")
	}
	if e.ShownOutcome().Passed() {
		sign, at = report.OutcomeFlaky.Look().Emoji+" "+string(e.ShownCause()), e.EarlierEntries()[len(e.Earlier)-1]
	}
	name := inline(e.Feature + ": " + e.Title())
	p := markdownPart{row: fmt.Sprintf("| %s | %s | %s | %s |\n", sign, name, code(fmt.Sprintf("%s:%d", e.URI, at.FailedLine())), why), warnings: markdownWarnings(e)}
	if text := tracesOf(e); text != "" {
		p.details = fmt.Sprintf("<details><summary>%s</summary>\n\n%s\n\n</details>\n\n", name, pre(text))
	}
	return p
}

// tracesOf are the explanations of all attempts that failed.
func tracesOf(e show.Entry) string {
	var parts []string
	for i, a := range e.EarlierEntries() {
		parts = append(parts, fmt.Sprintf("attempt %d:\n%s", i+1, a.Trace()))
	}
	if text := e.Trace(); text != "" && len(parts) > 0 {
		text = fmt.Sprintf("attempt %d:\n%s", len(parts)+1, text)
		parts = append(parts, text)
	} else if text != "" {
		return text
	}
	return strings.Join(parts, "\n\n")
}

// markdownWarnings are an item of a list for each warning.
func markdownWarnings(e show.Entry) string {
	var b strings.Builder
	for _, w := range e.ShownWarnings() {
		fmt.Fprintf(&b, "- %s %s\n", code(fmt.Sprintf("%s:%d", e.URI, w.Line)), inline(w.Text))
	}
	return b.String()
}

func markOf(e show.Entry) string {
	look := e.ShownOutcome().Look()
	return look.Emoji + " " + look.Word
}

func markdownDocument(now show.Snapshot[markdownPart]) ([]byte, error) {
	head, tail := markdownHead(now), slices.Concat(markdownLongest(now.Entries), markdownAdvice(now.Run))
	page := bounded{left: show.MaxSummary - len(head) - len(tail)}
	page.table(now.Parts)
	for _, p := range now.Parts {
		page.add(p.details)
	}
	page.warnings(now.Parts)
	if page.omitted > 0 {
		fmt.Fprintf(&page, "**Left out, to stay below 1 MiB:** %d rows, explanations or warnings of scenarios.\n\n", page.omitted)
	}
	return slices.Concat(head, page.Bytes(), tail), nil
}

// markdownHead is the heading with the counts, and where the run took place.
func markdownHead(now show.Snapshot[markdownPart]) []byte {
	var b bytes.Buffer
	r := now.Run
	fmt.Fprintf(&b, "## gherkind: %s\n\n", show.CountEntries(now.Entries))
	if !now.Finished {
		fmt.Fprintf(&b, "⚠️ The run did not finish: %s.\n\n", show.UnfinishedReason)
	}
	if r.Err != "" {
		fmt.Fprintf(&b, "⚠️ Besides the scenarios:\n\n%s\n\n", pre(show.Value(r.Err)))
	}
	where := fmt.Sprintf("on cluster %s, Kubernetes %s, %d nodes", r.Cluster.Name, r.Cluster.Kubernetes, len(r.Cluster.Nodes))
	if now.Finished && r.Ended.After(r.Started) {
		where += ", " + explain.Seconds(r.Ended.Sub(r.Started))
	}
	fmt.Fprintf(&b, "Run %s\n\n", inline(where+", by "+cmp.Or(r.Tool, "gherkind")))
	return b.Bytes()
}

// markdownLongest lists the scenarios that took longest: no run is shorter than
// the first of them.
func markdownLongest(entries []show.Entry) []byte {
	var ran []show.Entry
	for _, e := range entries {
		if e.Stage == show.Ended && e.Duration() > 0 {
			ran = append(ran, e)
		}
	}
	if len(ran) == 0 {
		return nil
	}
	slices.SortStableFunc(ran, func(a, b show.Entry) int { return cmp.Compare(b.Duration(), a.Duration()) })
	var b bytes.Buffer
	b.WriteString("### Longest scenarios\n\n| took | scenario | |\n|---:|---|---|\n")
	for _, e := range ran[:min(slowest, len(ran))] {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", explain.Seconds(e.Duration()), inline(e.Feature+": "+e.Title()), markOf(e))
	}
	return b.Bytes()
}

// markdownAdvice lists the waits that came close to their limits.
func markdownAdvice(r *report.Run) []byte {
	if len(r.Advice) == 0 {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("\n### Close to their limits\n\n")
	for _, a := range show.FirstAdvice(r) {
		fmt.Fprintf(&b, "- %s %s: %s\n", code(a.Place()), inline(a.Step), inline(a.String()))
	}
	if more := len(r.Advice) - show.MaxItems; more > 0 {
		fmt.Fprintf(&b, "- and %d more\n", more)
	}
	return b.Bytes()
}

// bounded is a page that takes no more than left bytes.
type bounded struct {
	bytes.Buffer
	left    int
	omitted int // texts that were not taken
}

func (b *bounded) add(text string) {
	if len(text) > b.left {
		b.omitted++
		return
	}
	b.left -= len(text)
	b.WriteString(text)
}

// table has a row for each scenario that did not pass. Half of the page is kept for
// the explanations.
func (b *bounded) table(parts []markdownPart) {
	if !slices.ContainsFunc(parts, func(p markdownPart) bool { return p.row != "" }) {
		return
	}
	kept := b.left / 2
	b.left -= kept
	b.add("| | scenario | place | why |\n|---|---|---|---|\n")
	for _, p := range parts {
		b.add(p.row)
	}
	b.add("\n")
	b.left += kept
}

// warnings has an item for each.
func (b *bounded) warnings(parts []markdownPart) {
	head := "### Warnings\n\n"
	for _, p := range parts {
		if p.warnings != "" {
			b.add(head + p.warnings)
			head = ""
		}
	}
	if head == "" {
		b.add("\n")
	}
}

// markdownEscapes replaces what means something in Markdown or HTML by references to characters. They
// are text in both, also where HTML stands in Markdown and a backslash would be shown.
var markdownEscapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "`", "&#96;", "*", "&#42;", "_", "&#95;",
	"|", "&#124;", "[", "&#91;", "]", "&#93;", "~", "&#126;", "$", "&#36;", "@", "&#64;", "#", "&#35;", `\`, "&#92;",
	"://", "&#58;//", "www.", "www&#46;",
)

// inline is text of one line that stays text in a table, a paragraph and HTML.
func inline(s string) string { return markdownEscapes.Replace(show.Attr(s)) }

func code(s string) string { return "<code>" + inline(s) + "</code>" }

// pre is text of several lines as it is. Markdown means nothing in it, up to its end tag.
func pre(s string) string { return "<pre>\n" + htmlEscapes.Replace(s) + "\n</pre>" }

var htmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Inline is text of one line for other pages: it stays text in a table, a paragraph and HTML.
func Inline(s string) string { return inline(s) }

// Pre is text of several lines for other pages, as it is.
func Pre(s string) string { return pre(s) }
