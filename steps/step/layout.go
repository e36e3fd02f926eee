package step

import (
	"strings"
	"unicode"
)

// pageWidth keeps a listing inside a terminal of 80 columns.
const pageWidth = 78

// columns is the number of terminal columns of s; Chinese characters and full-width signs take two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60 {
		return 2
	}
	return 1
}

// wrap breaks text at spaces into lines of at most width columns; a longer word has a line of its own.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(text) {
		switch {
		case line == "":
			line = w
		case columns(line)+1+columns(w) <= width:
			line += " " + w
		default:
			lines = append(lines, line)
			line = w
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// indented wraps text and puts each line after indent; lines after the first get hang more spaces.
func indented(text string, indent, hang int) string {
	var b strings.Builder
	for i, line := range wrap(text, pageWidth-indent-hang) {
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
	return s + strings.Repeat(" ", max(0, width-columns(s)))
}
