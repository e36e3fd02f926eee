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

// slowest is the length of the list of the longest scenarios.
const slowest = 10

// New returns the listener that writes a summary for the page of a CI step, such as the file $GITHUB_STEP_SUMMARY of GitHub: the
// counts, what failed and why, and the longest scenarios. The page stays below 1 MiB, GitHub's limit, and says if something was
// left out.
func New(path string) report.Listener { return NewIn(nil, path) }

// NewIn is New in a language.
func NewIn(l *say.Language, path string) report.Listener {
	d := document{l}
	return &show.File[markdownPart]{Format: "Markdown", Path: path, Part: d.part, Whole: d.whole}
}

// document writes reports in a language.
type document struct{ in *say.Language }

// markdownPart is a scenario that did not pass at the first attempt, or was skipped for a reason: its row in the table, and the
// details to unfold. Both are empty for other scenarios. Warnings are listed separately.
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

// traces returns the explanations of all failed attempts.
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

// warnings returns a list item for each warning.
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

// head returns the heading with the counts, and where the run took place.
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

// longest lists the scenarios that took longest. A run cannot be shorter than the first one.
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

// bounded is a page of at most left more bytes.
type bounded struct {
	bytes.Buffer
	in      *say.Language
	left    int
	omitted int // number of texts that did not fit
}

func (b *bounded) add(text string) {
	if len(text) > b.left {
		b.omitted++
		return
	}
	b.left -= len(text)
	b.WriteString(text)
}

// table writes a row for each scenario that did not pass. It uses at most half of the page, because the explanations follow.
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

// warnings writes all warnings.
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

// markdownEscapes replaces special characters of Markdown or HTML by character references. They are text in both, even if HTML is
// embedded in Markdown, where a backslash would be shown.
var markdownEscapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "`", "&#96;", "*", "&#42;", "_", "&#95;",
	"|", "&#124;", "[", "&#91;", "]", "&#93;", "~", "&#126;", "$", "&#36;", "@", "&#64;", "#", "&#35;", `\`, "&#92;",
	"://", "&#58;//", "www.", "www&#46;",
)

// inline returns text of one line that has no effect in a table, a paragraph or HTML.
func inline(s string) string { return markdownEscapes.Replace(show.Attr(s)) }

func code(s string) string { return "<code>" + inline(s) + "</code>" }

// pre returns text of several lines, unchanged. Markdown does not interpret it up to its end tag.
func pre(s string) string { return "<pre>\n" + htmlEscapes.Replace(s) + "\n</pre>" }

var htmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Inline returns text of one line for other pages. It has no effect in a table, a paragraph or HTML.
func Inline(s string) string { return inline(s) }

// Pre returns text of several lines for other pages, unchanged.
func Pre(s string) string { return pre(s) }
