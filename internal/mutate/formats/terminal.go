package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/mutate"
	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// Terminal writes the report for a terminal: the survivors first.
func Terminal(w io.Writer, r *mutate.Report, width int) error { return TerminalIn(nil, w, r, width) }

// TerminalIn is Terminal in a language.
func TerminalIn(l *say.Language, w io.Writer, r *mutate.Report, width int) error {
	t := terminal{in: l, width: width}
	if r.Listed {
		t.listed(r)
	} else {
		t.results(r)
	}
	_, err := io.WriteString(w, t.String())
	return err
}

type terminal struct {
	strings.Builder
	in    *say.Language
	width int
}

func (t *terminal) results(r *mutate.Report) {
	for _, part := range []struct {
		verdict mutate.Verdict
		title   string
	}{
		{mutate.Survived, t.in.Word("SURVIVED")}, {mutate.Undecided, t.in.Word("UNDECIDED")},
	} {
		for _, e := range r.Of(part.verdict) {
			fmt.Fprintf(t, "%s  %s  (%s)\n", part.title, place(e), e.Operator)
			t.hang("  ", e.SentenceIn(t.in))
			t.WriteString("\n")
		}
	}
	for _, out := range r.LeftOut {
		fmt.Fprintf(t, "%s  %s  %s\n", t.in.Word("LEFT OUT"), out.Scenario, out.Name)
		t.hang("  ", out.WhyIn(t.in))
		t.WriteString("\n")
	}
	t.notes(r)
	t.scores(r)
}

// listed names mutants that were not tried.
func (t *terminal) listed(r *mutate.Report) {
	for _, e := range r.Mutants {
		text := t.in.Retell(e.Says)
		if e.Verdict == mutate.Equivalent {
			text = e.SentenceIn(t.in)
		}
		t.hang(place(e)+"  ", text+"  ("+e.Operator+")")
	}
	t.notes(r)
	t.WriteString(t.in.Sayf("%s, %d of them declared equivalent", say.Times("mutant", r.Score.All()), r.Score.Equivalent) + "\n")
}

func (t *terminal) notes(r *mutate.Report) {
	for _, note := range r.Notes {
		t.hang(t.in.Word("note")+"  ", t.in.Retell(note))
	}
}

func (t *terminal) hang(start, text string) {
	for _, line := range plaintext.Hang(start, plaintext.Lines(text, maxText), t.width) {
		t.WriteString(line + "\n")
	}
}

// scores writes the score of each feature, and the total.
func (t *terminal) scores(r *mutate.Report) {
	total := t.in.Word("in all")
	longest := plaintext.Width(total)
	for _, f := range r.Features {
		longest = max(longest, plaintext.Width(f.URI))
	}
	for _, f := range r.Features {
		if f.Score.All() > 0 {
			fmt.Fprintf(t, "%s  %s\n", plaintext.Pad(f.URI, longest), t.in.Text(f.Score.Text()))
		}
	}
	took := r.Ended.Sub(r.Started).Round(1e9).String()
	fmt.Fprintf(t, "%s  %s\n", plaintext.Pad(total, longest), t.in.Sayf("%s; %s in %s", r.Score.Text(), say.Times("mutant", r.Score.All()), took))
}

// place returns where a mutant's change is.
func place(e mutate.Entry) string { return fmt.Sprintf("%s:%d", e.File, e.Line) }

// maxText is how many bytes of a text are shown.
const maxText = 4000
