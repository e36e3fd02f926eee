package exercise

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
	"github.com/gherkind/gherkind/internal/say"
)

// mostShown is how many bytes of a text are shown.
const mostShown = 64 << 10

// Show prints the instructions in a language, and the criteria that a student may see.
func Show(out io.Writer, e *Exercise, language string) error { return ShowIn(nil, out, e, language) }

// ShowIn is Show with what is not of the exercise itself in a language of the program.
func ShowIn(l *say.Language, out io.Writer, e *Exercise, language string) error {
	language = cmp.Or(language, e.Languages[0])
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", strings.TrimSpace(plaintext.Lines(e.InstructionsIn(language), mostShown)))
	for _, c := range e.Criteria {
		if !c.Visibility.Shown(e.Deadline, e.Deadline, false) {
			continue
		}
		title, _ := c.In(language)
		fmt.Fprintf(&b, "%6s  %s\n", c.Points, plaintext.Line(title, mostShown))
	}
	fmt.Fprintf(&b, "%6s  %s\n", e.Total, l.Word("total"))
	if !e.Deadline.IsZero() {
		b.WriteString(l.Sayf("due %s", e.Deadline.Format("2006-01-02 15:04 -07:00")) + "\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}
