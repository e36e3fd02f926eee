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
// becomes a space. White space at both ends is dropped.
func Line(s string) string {
	return escape(strings.TrimSpace(s), false)
}

// Lines is [Line] for text of several lines: line breaks (`\n` and `\r\n`) stay,
// and so do the spaces at the start of a line. Empty lines at the end are dropped.
func Lines(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return escape(strings.TrimRight(s, "\n\t "), true)
}

func escape(s string, keepBreaks bool) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
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

// unsafe tells whether a terminal may do something else with r than show it:
// categories Cc, Cf, Zl, Zp of Unicode and Cs.
func unsafe(r rune) bool {
	if r == zeroWidthJoiner || r == zeroWidthNonJoiner {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs)
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
