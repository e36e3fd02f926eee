package exercise

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// mostShown is how many bytes of a text are shown.
const mostShown = 64 << 10

// Show prints the instructions in a language, and the criteria that a student may see.
func Show(out io.Writer, e *Exercise, language string) error {
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
	fmt.Fprintf(&b, "%6s  total\n", e.Total)
	if !e.Deadline.IsZero() {
		fmt.Fprintf(&b, "due %s\n", e.Deadline.Format("2006-01-02 15:04 -07:00"))
	}
	_, err := io.WriteString(out, b.String())
	return err
}
