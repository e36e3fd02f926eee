package step

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokens splits the text of a step as [definition.words] splits a pattern: at spaces and around Han characters, but not inside
// quotes of any kind.
func tokens(text string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	var end, last rune // end: the expected closing quote; last: the previous rune
	for _, r := range text {
		switch {
		case end != 0:
			b.WriteRune(r)
			if r == end && last != '\\' {
				end = 0
			}
		case r == ' ' || r == '\t':
			flush()
		case alone(r):
			flush()
			out = append(out, string(r))
		default:
			end = closing(r, b.Len() == 0)
			b.WriteRune(r)
		}
		last = r
	}
	flush()
	return out
}

// closing returns the quote that closes r, 0 if r opens no quotes. An apostrophe opens quotes only at the start of a word.
func closing(r rune, first bool) rune {
	switch r {
	case '"':
		return '"'
	case '“', '”':
		return '”'
	case '‘':
		return '’'
	case '\'', '`':
		if first {
			return r
		}
	}
	return 0
}

// form is one way in which a token may have been meant.
type form struct {
	text string
	cost float64 // 0 for the most likely form
}

// forms returns the token and what its author may have meant: with plain double quotes instead of missing or other ones, with
// an upper case initial, or without quotes. Common English words are not taken for names with missing quotes.
func forms(token string) []form {
	inner := strings.Trim(token, "\"'`“”‘’")
	out := []form{{token, 0}}
	if first, _ := utf8.DecodeRuneInString(token); alone(first) {
		return out
	}
	switch {
	case inner != token:
		out = append(out, form{`"` + inner + `"`, 0.1}, form{inner, 0.1}, form{capital(inner), 0.1})
	case !slices.Contains(connecting, strings.ToLower(token)):
		out = append(out, form{`"` + token + `"`, 0.1})
	}
	return append(out, form{capital(token), 0.1}, form{strings.ToLower(token), 0.1})
}

// connecting are common words between names.
var connecting = strings.Fields("a an the is are was were be been has have had not no never with at in on to of from by for and or " +
	"should must will it its that i we get gets status state wait")

func capital(token string) string {
	first, size := utf8.DecodeRuneInString(token)
	return string(unicode.ToUpper(first)) + token[size:]
}

var writtenEnding = regexp.MustCompile(`^(.*?) +(within|for) +(` + durationPattern + `)$`)

// cutEndings removes " within 30s" and " for 10s" from the end of a step, in any order, and returns them in the right order,
// with an example in place of a bad duration.
func cutEndings(text string) (rest, endings string) {
	found := map[string]string{}
	for {
		m := writtenEnding.FindStringSubmatch(text)
		if m == nil || found[m[2]] != "" {
			break
		}
		text, found[m[2]] = m[1], m[3]
		if _, err := parseDuration(m[3]); err != nil {
			found[m[2]] = Duration().Example
		}
	}
	for _, word := range []string{"within", "for"} {
		if found[word] != "" {
			endings += " " + word + " " + found[word]
		}
	}
	return text, endings
}
