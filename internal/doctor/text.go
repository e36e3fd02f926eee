package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// Look describes how a report is displayed.
type Look struct {
	Width int  // columns; 0: no wrapping
	Color bool // with escape sequences

	Language *say.Language // of the displayed text; nil: English
}

// The colours of the statuses, as SGR parameters of ECMA-48. The status is also written as a word.
var colours = map[Status]string{OK: "32", Warning: "33", Problem: "31"}

const (
	statusWidth  = 9  // of the column of statuses
	subjectWidth = 16 // of the column of subjects
	maxSays      = 4 << 10
)

// WriteText writes the report for people: status, subject and finding, and the fix below.
func (r *Report) WriteText(out io.Writer, look Look) error {
	var text strings.Builder
	for _, f := range r.Findings {
		f.write(&text, look)
	}
	fmt.Fprintf(&text, "\n%s\n", look.Language.Text(r.conclusion()))
	_, err := io.WriteString(out, text.String())
	return err
}

func (f Finding) write(text *strings.Builder, look Look) {
	column := strings.Repeat(" ", statusWidth+subjectWidth)
	width := look.Width
	if width > 0 {
		width = max(width-len(column), 20)
	}
	status := plaintext.Pad(look.Language.Word(string(f.Status)), statusWidth)
	if look.Color {
		status = "\x1b[" + colours[f.Status] + "m" + status + "\x1b[0m"
	}
	start := status + plaintext.Pad(look.Language.Word(f.Subject), subjectWidth)
	lines := plaintext.Wrap(plaintext.Line(look.Language.Retell(f.Says), maxSays), width)
	if f.Fix != "" {
		lines = append(lines, plaintext.Hang(look.Language.Word("fix: "), plaintext.Line(look.Language.Retell(f.Fix), maxSays), width)...)
	}
	for _, line := range lines {
		fmt.Fprintf(text, "%s%s\n", start, line)
		start = column
	}
}

// conclusion summarizes in one sentence whether a run would work.
func (r *Report) conclusion() say.Text {
	switch r.Status {
	case Problem:
		return say.Textf("A run would not work: %s.", say.Times("problem", r.count(Problem)))
	case Warning:
		return say.Textf("A run would work: %s, no problem.", say.Times("warning", r.count(Warning)))
	case OK:
	}
	return say.Textf("A run would work: nothing was found that hinders it.")
}

// WriteJSON writes the report for programs.
func (r *Report) WriteJSON(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(r)
}
