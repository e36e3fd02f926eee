package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/words"
)

// Terminal writes the report for a terminal: the survivors first.
func Terminal(w io.Writer, r *mutate.Report, width int) error {
	var b strings.Builder
	if r.Listed {
		listed(&b, r, width)
		_, err := io.WriteString(w, b.String())
		return err
	}
	for _, part := range []struct {
		verdict mutate.Verdict
		title   string
	}{
		{mutate.Survived, "SURVIVED"}, {mutate.Undecided, "UNDECIDED"},
	} {
		for _, e := range r.Of(part.verdict) {
			fmt.Fprintf(&b, "%s  %s  (%s)\n", part.title, place(e), e.Operator)
			hang(&b, "  ", e.Sentence(), width)
			b.WriteString("\n")
		}
	}
	for _, l := range r.LeftOut {
		fmt.Fprintf(&b, "LEFT OUT  %s  %s\n", l.Scenario, l.Name)
		hang(&b, "  ", l.Why, width)
		b.WriteString("\n")
	}
	for _, note := range r.Notes {
		hang(&b, "note  ", note, width)
	}
	scores(&b, r)
	_, err := io.WriteString(w, b.String())
	return err
}

// listed names mutants that were not tried.
func listed(b *strings.Builder, r *mutate.Report, width int) {
	for _, e := range r.Mutants {
		text := e.Says
		if e.Verdict == mutate.Equivalent {
			text = e.Sentence()
		}
		hang(b, place(e)+"  ", text+"  ("+e.Operator+")", width)
	}
	for _, note := range r.Notes {
		hang(b, "note  ", note, width)
	}
	fmt.Fprintf(b, "%s, %d of them declared equivalent\n", words.Times("mutant", r.Score.All()), r.Score.Equivalent)
}

// place returns where a mutant's change is.
func place(e mutate.Entry) string { return fmt.Sprintf("%s:%d", e.File, e.Line) }

// maxText is how many bytes of a text are shown.
const maxText = 4000

func hang(b *strings.Builder, start, text string, width int) {
	for _, line := range plaintext.Hang(start, plaintext.Lines(text, maxText), width) {
		b.WriteString(line + "\n")
	}
}

// scores writes the score of each feature, and the total.
func scores(b *strings.Builder, r *mutate.Report) {
	longest := len("in all")
	for _, f := range r.Features {
		longest = max(longest, plaintext.Width(f.URI))
	}
	for _, f := range r.Features {
		if f.Score.All() > 0 {
			fmt.Fprintf(b, "%-*s  %s\n", longest, f.URI, f.Score)
		}
	}
	fmt.Fprintf(b, "%-*s  %s; %s in %s\n", longest, "in all", r.Score, words.Times("mutant", r.Score.All()), r.Ended.Sub(r.Started).Round(1e9))
}
