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
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// slowest is how many scenarios the list of the longest has.
const slowest = 10

// New makes the listener that writes a summary for the page of a CI step, as
// GitHub shows of the file in $GITHUB_STEP_SUMMARY: the counts, what failed and why,
// and which scenarios took longest. The page stays below 1 MiB, which is all
// that GitHub takes, and says when it left something out.
func New(path string) report.Listener { return NewIn(nil, path) }

// NewIn is New in a language.
func NewIn(l *say.Language, path string) report.Listener {
	d := document{l}
	return &show.File[markdownPart]{Format: "Markdown", Path: path, Part: d.part, Whole: d.whole}
}

// document is written in a language.
type document struct{ in *say.Language }

// markdownPart is a scenario that did not pass at once, or was left out for a reason: its row in the table, and what can be
// unfolded below. Both are empty for others. What it warns of is listed apart.
type markdownPart struct{ row, details, warnings string }

func (d document) part(e show.Entry) markdownPart {
	if !e.Unsuccessful() && !e.LeftOut() && len(e.Earlier) == 0 {
		return markdownPart{warnings: d.warnings(e)}
	}
	sign, why, at := d.mark(e), inline(e.ReasonIn(d.in)), e
	if text := e.ComparisonIn(d.in); text != "" {
		why = strings.TrimPrefix(why+"; "+inline(text), "; ")
	}
	if e.ShownOutcome().Passed() {
		sign, at = report.OutcomeFlaky.Look().Emoji+" "+d.in.Word(string(e.ShownCause())), e.EarlierEntries()[len(e.Earlier)-1]
	}
	name := inline(e.Feature + ": " + e.Title())
	p := markdownPart{row: fmt.Sprintf("| %s | %s | %s | %s |\n", sign, name, code(fmt.Sprintf("%s:%d", e.URI, at.FailedLine())), why), warnings: d.warnings(e)}
	if text := d.traces(e); text != "" {
		p.details = fmt.Sprintf("<details><summary>%s</summary>\n\n%s\n\n</details>\n\n", name, pre(text))
	}
	return p
}

// tracesOf are the explanations of all attempts that failed.
func (d document) traces(e show.Entry) string {
	var parts []string
	for i, a := range e.EarlierEntries() {
		parts = append(parts, d.in.Sayf("attempt %d:", i+1)+"\n"+a.TraceIn(d.in))
	}
	if text := e.TraceIn(d.in); text != "" && len(parts) > 0 {
		text = d.in.Sayf("attempt %d:", len(parts)+1) + "\n" + text
		parts = append(parts, text)
	} else if text != "" {
		return text
	}
	return strings.Join(parts, "\n\n")
}

// warnings are an item of a list for each warning.
func (d document) warnings(e show.Entry) string {
	var b strings.Builder
	for _, w := range e.WarningsIn(d.in) {
		fmt.Fprintf(&b, "- %s %s\n", code(fmt.Sprintf("%s:%d", e.URI, w.Line)), inline(w.Text))
	}
	return b.String()
}

func (d document) mark(e show.Entry) string {
	look := e.ShownOutcome().Look()
	return look.Emoji + " " + d.in.Word(look.Word)
}

func (d document) whole(now show.Snapshot[markdownPart]) ([]byte, error) {
	head, tail := d.head(now), slices.Concat(d.longest(now.Entries), d.advice(now.Run))
	page := bounded{in: d.in, left: show.MaxSummary - len(head) - len(tail)}
	page.table(now.Parts)
	for _, p := range now.Parts {
		page.add(p.details)
	}
	page.warnings(now.Parts)
	if page.omitted > 0 {
		page.WriteString(d.in.Sayf("**Left out, to stay below 1 MiB:** %d rows, explanations or warnings of scenarios.", page.omitted) + "\n\n")
	}
	return slices.Concat(head, page.Bytes(), tail), nil
}

// head is the heading with the counts, and where the run took place.
func (d document) head(now show.Snapshot[markdownPart]) []byte {
	var b bytes.Buffer
	r := now.Run
	fmt.Fprintf(&b, "## gherkind: %s\n\n", d.in.Text(show.CountEntries(now.Entries).Text()))
	if !now.Finished {
		fmt.Fprintf(&b, "⚠️ %s\n\n", d.in.Sayf("The run did not finish: %s.", say.Known(show.UnfinishedReason)))
	}
	if r.Err != "" {
		fmt.Fprintf(&b, "⚠️ %s\n\n%s\n\n", d.in.Word("Besides the scenarios:"), pre(show.Value(d.in.Retell(r.Err))))
	}
	tool, nodes := cmp.Or(r.Tool, "gherkind"), len(r.Cluster.Nodes)
	where := d.in.Sayf("Run on cluster %s, Kubernetes %s, %d nodes, by %s", r.Cluster.Name, r.Cluster.Kubernetes, nodes, tool)
	if now.Finished && r.Ended.After(r.Started) {
		where = d.in.Sayf("Run on cluster %s, Kubernetes %s, %d nodes, %s, by %s", r.Cluster.Name, r.Cluster.Kubernetes, nodes, explain.Seconds(r.Ended.Sub(r.Started)), tool)
	}
	fmt.Fprintf(&b, "%s\n\n", inline(where))
	return b.Bytes()
}

// longest lists the scenarios that took longest: no run is shorter than
// the first of them.
func (d document) longest(entries []show.Entry) []byte {
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
	fmt.Fprintf(&b, "### %s\n\n| %s | %s | |\n|---:|---|---|\n", d.in.Word("Longest scenarios"), d.in.Word("took"), d.in.Word("scenario"))
	for _, e := range ran[:min(slowest, len(ran))] {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", explain.Seconds(e.Duration()), inline(e.Feature+": "+e.Title()), d.mark(e))
	}
	return b.Bytes()
}

// advice lists the waits that came close to their limits.
func (d document) advice(r *report.Run) []byte {
	if len(r.Advice) == 0 {
		return nil
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "\n### %s\n\n", d.in.Word("Close to their limits"))
	for _, a := range show.FirstAdvice(r) {
		fmt.Fprintf(&b, "- %s %s: %s\n", code(a.Place()), inline(a.Step), inline(d.in.Text(a.Text())))
	}
	if more := len(r.Advice) - show.MaxItems; more > 0 {
		fmt.Fprintf(&b, "- %s\n", d.in.Sayf("and %d more", more))
	}
	return b.Bytes()
}

// bounded is a page that takes no more than left bytes.
type bounded struct {
	bytes.Buffer
	in      *say.Language
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
	b.add(fmt.Sprintf("| | %s | %s | %s |\n|---|---|---|---|\n", b.in.Word("scenario"), b.in.Word("place"), b.in.Word("why")))
	for _, p := range parts {
		b.add(p.row)
	}
	b.add("\n")
	b.left += kept
}

// warnings has an item for each.
func (b *bounded) warnings(parts []markdownPart) {
	head := "### " + b.in.Word("Warnings") + "\n\n"
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
