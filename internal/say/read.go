package say

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// pieces parses a format of package fmt.
func pieces(format string) []piece {
	var all []piece
	text, next := "", 1
	for format != "" {
		before, rest, found := strings.Cut(format, "%")
		text += before
		if !found || rest == "" {
			break
		}
		if rest[0] == '%' {
			text, format = text+"%", rest[1:]
			continue
		}
		length := len(rest) - len(strings.TrimLeft(rest, "-+#.0123456789[]"))
		if length == len(rest) || !letter(rest[length]) && rest[length] != '%' {
			text, format = text+"%", rest
			continue
		}
		if _, number, has := strings.Cut(rest[:length], "["); has {
			next, _ = strconv.Atoi(strings.TrimRight(number, "]"))
		}
		if rest[length] == '%' { // a literal % after a number, as in %.0[2]f%%
			text, format = text+"%", rest[length+1:]
			continue
		}
		if text != "" {
			all = append(all, piece{text: text})
		}
		all = append(all, piece{n: next, verb: rest[length], asIs: strings.HasPrefix(rest, "-")})
		text, next, format = "", next+1, rest[length+1:]
	}
	if text != "" {
		all = append(all, piece{text: text})
	}
	return all
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// read returns the values of the message if the text may have been made from it.
func (s shape) read(text string) (map[int]string, bool) {
	for _, p := range s.parts {
		if p.text != "" && !strings.Contains(text, p.text) {
			return nil, false
		}
	}
	values := map[int]string{}
	return values, read(s.parts, text, values, false)
}

// read matches the parts with the text. A value directly after another value or a word may be empty.
func read(parts []piece, text string, values map[int]string, mayBeEmpty bool) bool {
	if len(parts) == 0 {
		return text == ""
	}
	first, rest := parts[0], parts[1:]
	if first.n == 0 {
		after, is := strings.CutPrefix(text, first.text)
		return is && read(rest, after, values, endsInWord(first.text))
	}
	before, known := values[first.n]
	for _, length := range ends(first.verb, text, rest) {
		if known && text[:length] != before || length == 0 && !mayBeEmpty {
			continue
		}
		values[first.n] = text[:length]
		if read(rest, text[length:], values, true) {
			return true
		}
	}
	delete(values, first.n)
	if known {
		values[first.n] = before
	}
	return false
}

func endsInWord(text string) bool { return letter(text[len(text)-1]) }

// ends returns the positions at which a value at the beginning of a text may end.
func ends(verb byte, text string, rest []piece) []int {
	switch verb {
	case 'd':
		return prefix(text, "-0123456789")
	case 'f', 'g':
		return prefix(text, "-.0123456789")
	case 'q':
		if quoted, err := strconv.QuotedPrefix(text); err == nil {
			return []int{len(quoted)}
		}
		if end := strings.IndexByte(text, ']'); strings.HasPrefix(text, "[") && end > 0 {
			return []int{end + 1}
		}
		return nil
	case 'c':
		_, size := utf8.DecodeRuneInString(text)
		return []int{size}
	case 'X', 'x':
		return prefix(text, "0123456789abcdefABCDEF")
	}
	if len(rest) == 0 {
		return []int{len(text)}
	}
	var all, later []int
	for _, i := range outside(text) {
		switch after, is := strings.CutPrefix(text[i:], rest[0].text); {
		case is && rest[0].text == " " && len(rest) == 2 && strings.HasPrefix(after, `"`): // between a kind and its name
			later = append(later, i)
		case rest[0].n == 0 && is, rest[0].n > 0 && begins(text[i:]):
			all = append(all, i)
		}
	}
	return append(all, later...)
}

// outside returns the positions in a text that are outside of quotations and brackets. Quoted text is never split.
func outside(text string) []int {
	ends := closed(text)
	all := make([]int, 0, len(text)+1)
	for i := 0; i <= len(text); i++ {
		all = append(all, i)
		i = max(i, ends[i])
	}
	return all
}

// opening is the bracket that each closing one belongs to.
var opening = map[byte]byte{')': '(', '}': '{', ']': '['}

// closed returns where each quotation and each bracket ends, by where it begins. What is not closed is left out.
func closed(text string) map[int]int {
	ends := map[int]int{}
	var open []int
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"', '`':
			if quoted, err := strconv.QuotedPrefix(text[i:]); err == nil {
				ends[i] = i + len(quoted) - 1
				i = ends[i]
			}
		case '(', '{', '[':
			open = append(open, i)
		case ')', '}', ']':
			if last := len(open) - 1; last >= 0 && opening[text[i]] == text[open[last]] {
				ends[open[last]], open = i, open[:last]
			}
		}
	}
	return ends
}

// begins reports whether a text can directly follow a value: it starts with a separator or a bracket, or is empty.
func begins(text string) bool {
	for _, sign := range []string{": ", "; ", ", ", " (", " in ", " and ", "?"} {
		if strings.HasPrefix(text, sign) {
			return true
		}
	}
	return text == ""
}

// prefix returns the length of the part of a text that consists of these characters.
func prefix(text, of string) []int {
	n := len(text) - len(strings.TrimLeft(text, of))
	if n == 0 {
		return nil
	}
	return []int{n}
}
