package step

import (
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// pageWidth keeps a listing inside a terminal of 80 columns.
const pageWidth = 78

// indented wraps text and puts each line after indent; lines after the first get hang more spaces.
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

// padded is s filled up to width columns.
func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-plaintext.Width(s)))
}
