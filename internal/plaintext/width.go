package plaintext

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

const emojiPresentation = '\ufe0f' // requests the two-column form of the character before it

// Width returns the number of columns that s takes in a terminal: two for a wide character (Chinese, Japanese, Korean, most
// emoji), none for a combining mark, one for the rest. It errs on the wide side, because a line that is overestimated is only
// cut, while one that is underestimated breaks the display. Widths are those of Unicode's East Asian Width (UAX #11), with
// "ambiguous" as one column.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// Pad appends spaces to a text until it has the width. A wider text is not changed.
func Pad(s string, width int) string { return s + strings.Repeat(" ", max(width-Width(s), 0)) }

func runeWidth(r rune) int {
	if r < 0x7f {
		return 1
	}
	if r == emojiPresentation {
		return 1
	}
	if r == zeroWidthJoiner || r == zeroWidthNonJoiner || unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// Clip returns s cut to at most cols columns, with tail (an ellipsis) at the end if something was cut. A tail wider than cols
// is left out.
func Clip(s string, cols int, tail string) string {
	if cols <= 0 {
		return ""
	}
	if len(s) <= cols || (Width(s) <= cols && len(s) <= maxBytes(cols)) {
		return s // a byte is never wider than a column
	}
	room := cols - Width(tail)
	if room < 0 {
		room, tail = cols, ""
	}
	head, _ := split(s, room)
	return strings.TrimRight(head, " ") + tail
}

// maxBytes limits a text of this many columns: combining marks take no column, and a hostile text could stack any number of
// them.
func maxBytes(cols int) int { return 16 * cols }

// split cuts s after at most cols columns, between two characters.
func split(s string, cols int) (head, rest string) {
	n := 0
	for i, r := range s {
		n += runeWidth(r)
		if n > cols || i >= maxBytes(cols) {
			return s[:i], s[i:]
		}
	}
	return s, ""
}
