package subset

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Other describes a text that is not the wanted one; if only white space differs, it is made visible.
func Other(want, have string) string {
	if text := other(want, have); text != have {
		return text
	}
	return fmt.Sprintf("%q", have)
}

// other describes a value that is not the wanted one. Texts that look alike are shown with their white space, and a text that
// looks like a number is called a text.
func other(want, have any) string {
	text, ok := have.(string)
	wanted, also := want.(string)
	switch {
	case ok && also && strings.Join(strings.Fields(text), "") == strings.Join(strings.Fields(wanted), ""):
		from := firstDifference(wanted, text)
		return fmt.Sprintf("%s and not %s: only the white space differs", excerpt(text, from), excerpt(wanted, from))
	case ok != also && fmt.Sprint(want) == fmt.Sprint(have) && ok:
		return fmt.Sprintf("the text %q, with quotes", have)
	case ok != also && fmt.Sprint(want) == fmt.Sprint(have):
		return fmt.Sprintf("%v, without quotes", have)
	}
	return fmt.Sprint(have)
}

// visible shows white space: line breaks, tabs, carriage returns, and spaces.
var visible = strings.NewReplacer("\n", "↵", "\t", "⇥", "\r", "␍", " ", "·")

// around is how many bytes of a text are shown before and after a difference.
const around = 40

// excerpt quotes the part of a text around a position, with visible white space.
func excerpt(text string, at int) string {
	begin, end := max(0, at-around), min(len(text), at+around)
	for begin > 0 && !utf8.RuneStart(text[begin]) {
		begin--
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end++
	}
	s := visible.Replace(text[begin:end])
	if begin > 0 {
		s = "…" + s
	}
	if end < len(text) {
		s += "…"
	}
	return `"` + s + `"`
}

func firstDifference(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
