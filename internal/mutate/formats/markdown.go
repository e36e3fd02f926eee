package formats

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// inMarkdown escapes a text so that it is not read as Markdown or HTML, and stays in one table cell.
var inMarkdown = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\n", " ", "|", "&#124;", "*", "&#42;", "_", "&#95;", "`", "&#96;", "[", "&#91;")

func inline(text string) string { return inMarkdown.Replace(plaintext.Lines(text, maxText)) }

// markdown writes a summary: the scores, the survivors, and remarks.
func markdown(l *say.Language, r *mutate.Report) ([]byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", inline(l.Sayf("Mutation score: %s", r.Score.Text())))
	fmt.Fprintf(&b, "| %s | %s | %s | %s |\n| --- | ---: | ---: | ---: |\n", l.Word("Feature"), l.Word("Score"), l.Word("Noticed"), l.Word("Survived"))
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
	list(&b, l, l.Word("Survivors"), r.Of(mutate.Survived))
	list(&b, l, l.Word("Undecided"), r.Of(mutate.Undecided))
	list(&b, l, l.Word("Declared equivalent"), r.Of(mutate.Equivalent))
	if len(r.LeftOut) > 0 {
		fmt.Fprintf(&b, "\n### %s\n\n", l.Word("Scenarios left out"))
		for _, out := range r.LeftOut {
			fmt.Fprintf(&b, "- %s %s: %s\n", inline(out.Scenario), inline(out.Name), inline(out.WhyIn(l)))
		}
	}
	return []byte(b.String()), nil
}

func list(b *strings.Builder, l *say.Language, title string, entries []mutate.Entry) {
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(b, "\n### %s\n\n", title)
	for _, e := range entries {
		fmt.Fprintf(b, "- %s: %s\n", inline(place(e)), inline(e.SentenceIn(l)))
	}
}
