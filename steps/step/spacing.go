package step

import (
	"regexp"
	"strings"
	"unicode"
)

// punctuation maps punctuation of scripts without spaces to regular expressions that also accept its alternatives.
var punctuation = map[rune]string{'，': `[，,]?`, '：': `[：:]`, '（': `[（(]`, '）': `[）)]`, '；': `[；;]`, '、': `[、,，]`, '。': `[。.]`}

// alone reports whether a character is a word by itself, because Chinese does not use spaces.
func alone(r rune) bool { return unicode.Is(unicode.Han, r) || punctuation[r] != "" }

// joint builds the regular expression of a pattern in a script without spaces: a space is optional between a letter of the
// script and a value or a word in another script.
type joint struct {
	strings.Builder
	begun, close bool // close: no space is required after the last character
	letter       bool // the last character is a letter of the script
	space        bool // the pattern has a space here
}

// put appends an expression, preceded by optional or required spaces, or none inside a word.
func (j *joint) put(expr string, close, inside bool) {
	switch {
	case !j.begun, inside && !j.space:
	case j.close || close:
		j.WriteString(" *")
	case j.space:
		j.WriteString(" +")
	}
	j.WriteString(expr)
	j.begun, j.close, j.space, j.letter = true, close, false, false
}

// text appends literal text. Latin letters match in either case: people write Pod, pod and POD.
func (j *joint) text(text string) {
	var word []rune
	flush := func() {
		if len(word) > 0 {
			j.put("(?i:"+regexp.QuoteMeta(string(word))+")", false, false)
			word = nil
		}
	}
	for _, r := range text {
		switch {
		case r == ' ':
			flush()
			j.space = true
		case alone(r):
			flush()
			expr := punctuation[r]
			if expr == "" {
				expr = string(r)
			}
			j.put(expr, true, j.letter)
			j.letter = true
		default:
			word = append(word, r)
		}
	}
	flush()
}

// expression returns the regular expression of a pattern in the language, without anchors. param returns the expression of the
// next placeholder, and whether its values are in the script.
func (s *spoken) expression(parts []part, param func() (expr string, close bool)) string {
	var j joint
	for _, p := range parts {
		switch {
		case p.param != "":
			expr, close := param()
			j.put(expr, close, false)
		case p.optional != "":
			j.put("(?:"+s.expression([]part{{text: p.optional}}, nil)+")?", true, false)
		case p.choice != nil:
			var alternatives []string
			for _, a := range p.choice {
				alternatives = append(alternatives, s.expression(a, param))
			}
			j.put("(?:"+strings.Join(alternatives, "|")+")", true, false)
		default:
			j.text(p.text)
		}
	}
	return j.String()
}
