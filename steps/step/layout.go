package step

import (
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// pageWidth fits listings into a terminal with 80 columns.
const pageWidth = 78

// indented wraps text with this indent; lines after the first are indented by hang more spaces.
func indented(text string, indent, hang int) string {
	var b strings.Builder
	for i, line := range plaintext.Wrap(text, pageWidth-indent-hang) {
		n := indent
		if i > 0 {
			n += hang
		}
		b.WriteString(strings.Repeat(" ", n) + line + "\n")
	}
	return b.String()
}

// padded appends spaces up to this width in columns.
func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-plaintext.Width(s)))
}
