package plaintext

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks s into lines of at most cols columns: at spaces if possible, between any two wide characters (Chinese has no
// spaces), and inside a word only if the word alone is wider than a line. Existing breaks are kept. With cols of zero or less,
// only these are used.
func Wrap(s string, cols int) []string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		out = append(out, wrapLine(line, cols)...)
	}
	return out
}

func wrapLine(line string, cols int) []string {
	if cols <= 0 {
		return []string{line}
	}
	var out []string
	for Width(line) > cols {
		head, rest := split(line, cols)
		if head == "" { // not even one character fits
			return append(out, line)
		}
		if at := breakPoint(head, rest); at > 0 {
			head, rest = line[:at], line[at:]
		}
		out = append(out, strings.TrimRight(head, " "))
		line = strings.TrimLeft(rest, " ")
	}
	return append(out, line)
}

// breakPoint returns the best position to end a line inside head, or 0.
func breakPoint(head, rest string) int {
	if strings.HasPrefix(rest, " ") {
		return len(head)
	}
	best := 0
	indent := len(head) - len(strings.TrimLeft(head, " "))
	var previous rune
	for i, r := range head {
		if i > indent && mayBreak(previous, r) {
			best = i
		}
		if r == ' ' && i > indent {
			best = i + 1
		}
		previous = r
	}
	if next, _ := utf8.DecodeRuneInString(rest); rest != "" && mayBreak(previous, next) {
		return len(head)
	}
	return best
}

// Chinese punctuation that must not begin a line, or end one.
const (
	beginsNoLine = "，。、；：！？）」』】》”’…"
	endsNoLine   = "（「『【《“‘"
)

// mayBreak reports whether a line may end between two characters, at least one of which is wide.
func mayBreak(before, after rune) bool {
	if strings.ContainsRune(beginsNoLine, after) || strings.ContainsRune(endsNoLine, before) {
		return false
	}
	return runeWidth(before) == 2 || runeWidth(after) == 2
}

// Hang writes text after start, wrapped to width columns, with further lines aligned with the beginning of the text. If the
// text would get less room than start, nothing is wrapped.
func Hang(start, text string, width int) []string {
	room := 0
	if indent := Width(start); width >= 2*indent {
		room = width - indent
	}
	lines := Wrap(text, room)
	for i := range lines {
		lines[i] = strings.TrimRight(start+lines[i], " ")
		start = strings.Repeat(" ", Width(start))
	}
	return lines
}
