package formats

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
)

// inMarkdown escapes a text so that it is not read as Markdown or HTML, and stays in one table cell.
var inMarkdown = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", " ", "|", "&#124;", "*", "&#42;", "_", "&#95;", "`", "&#96;", "[", "&#91;")

func inline(text string) string { return inMarkdown.Replace(plaintext.Lines(text, maxText)) }

// markdown writes a summary: the scores, the survivors, and remarks.
func markdown(r *mutate.Report) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "## Mutation score: %s\n\n", inline(r.Score.String()))
	b.WriteString("| Feature | Score | Noticed | Survived |\n| --- | ---: | ---: | ---: |\n")
	for _, f := range r.Features {
		if f.Score.All() == 0 {
			continue
		}
		score := "–"
		if percent, known := f.Score.Percent(); known {
			score = mutate.Rounded(percent) + " %"
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %d |\n", inline(f.URI), score, f.Score.Killed, f.Score.Survived)
	}
	list(&b, "Survivors", r.Of(mutate.Survived))
	list(&b, "Undecided", r.Of(mutate.Undecided))
	list(&b, "Declared equivalent", r.Of(mutate.Equivalent))
	if len(r.LeftOut) > 0 {
		b.WriteString("\n### Scenarios left out\n\n")
		for _, l := range r.LeftOut {
			fmt.Fprintf(&b, "- %s %s: %s\n", inline(l.Scenario), inline(l.Name), inline(l.Why))
		}
	}
	return []byte(b.String()), nil
}

func list(b *strings.Builder, title string, entries []mutate.Entry) {
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(b, "\n### %s\n\n", title)
	for _, e := range entries {
		fmt.Fprintf(b, "- %s: %s\n", inline(place(e)), inline(e.Sentence()))
	}
}
