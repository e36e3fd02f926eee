package plaintext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	zeroWidthNonJoiner = '\u200c' // needed to write Persian and some Indic scripts
	zeroWidthJoiner    = '\u200d' // needed to write some scripts and many emoji
)

// Line returns s as one line that a terminal shows as it is written: control
// characters (the escape character, carriage return, newline, C1 …), invisible
// format characters (those that turn the direction of text included) and bytes
// that are not UTF-8 are written as in a Go string (`\x1b`, `\n`, `\u202e`). A tab
// becomes a space. White space at both ends is dropped. What goes beyond max bytes is
// left out, with a note of how much that is: the memory of a report stays bounded
// whatever a pod writes.
func Line(s string, max int) string {
	return escape(strings.TrimSpace(s), false, max)
}

// Lines is [Line] for text of several lines: line breaks (`\n` and `\r\n`) are kept, and so are the spaces at the start of a
// line. Empty lines at the end are dropped.
func Lines(s string, max int) string {
	return escape(strings.TrimRight(s, "\r\n\t "), true, max)
}

func escape(s string, keepBreaks bool, max int) string {
	var b strings.Builder
	b.Grow(min(len(s), max))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if b.Len()+size > max {
			return b.String() + "… (" + byteCount(len(s)-i) + " more)"
		}
		switch {
		case r >= ' ' && r < 0x7f:
			b.WriteByte(s[i])
		case keepBreaks && r == '\r' && strings.HasPrefix(s[i+1:], "\n"):
			// one line break, written in two characters
		case r == utf8.RuneError && size <= 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\t':
			b.WriteString(" ")
		case r == '\n' && keepBreaks:
			b.WriteByte('\n')
		case unsafe(r):
			b.WriteString(escaped(r))
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// unsafe reports whether a terminal may do anything but display r: categories Cc, Cf, Zl, Zp and Cs of Unicode, and values that
// are not characters at all.
func unsafe(r rune) bool {
	if r == zeroWidthJoiner || r == zeroWidthNonJoiner {
		return false
	}
	return noncharacter(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs)
}

// noncharacter reports whether r is one of the 66 code points that Unicode reserves as noncharacters (section 23.7). XML
// forbids two of them.
func noncharacter(r rune) bool {
	return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef
}

func escaped(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r < utf8.RuneSelf || r <= 0x9f:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

func byteCount(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
