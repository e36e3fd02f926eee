package step

import (
	"fmt"
	"regexp"
	"strings"
)

// part is a piece of a pattern. Exactly one of the fields is set.
type part struct {
	text     string   // literal text
	optional string   // optional text
	param    string   // name of a type
	choice   [][]part // alternatives for one word, of text and optional parts
}

// parsePattern splits a pattern into its parts.
func parsePattern(pattern string) ([]part, error) {
	if strings.TrimSpace(pattern) != pattern || pattern == "" {
		return nil, fmt.Errorf("pattern %q is empty, or has spaces around it", pattern)
	}
	items, err := lex(pattern)
	if err != nil {
		return nil, err
	}
	var parts, word []part
	flush := func() error {
		p, err := fold(word)
		word = nil
		parts = append(parts, p...)
		return err
	}
	for _, it := range items {
		if !it.breaks() {
			word = append(word, it)
			continue
		}
		if err := flush(); err != nil {
			return nil, fmt.Errorf("pattern %q: %w", pattern, err)
		}
		parts = append(parts, it)
	}
	if err := flush(); err != nil {
		return nil, fmt.Errorf("pattern %q: %w", pattern, err)
	}
	return joinText(parts), nil
}

// breaks reports whether an alternation ends at the part.
func (p part) breaks() bool { return p.text == " " || p.param != "" }

// isSlash reports whether the part separates two alternatives.
func (p part) isSlash() bool { return p.choice != nil && len(p.choice) == 0 }

// fold combines the parts of one word to a choice if they are separated by slashes.
func fold(word []part) ([]part, error) {
	alternatives := [][]part{nil}
	for _, p := range word {
		if p.isSlash() {
			alternatives = append(alternatives, nil)
			continue
		}
		last := len(alternatives) - 1
		alternatives[last] = append(alternatives[last], p)
	}
	if len(alternatives) == 1 {
		return word, nil
	}
	for i, a := range alternatives {
		alternatives[i] = joinText(a)
		if !hasText(a) {
			return nil, fmt.Errorf(`a "/" needs a word on both sides; write \/ for the sign itself`)
		}
	}
	return []part{{choice: alternatives}}, nil
}

func hasText(parts []part) bool {
	for _, p := range parts {
		if p.text != "" {
			return true
		}
	}
	return false
}

// joinText joins adjacent literal texts, because lex returns single characters.
func joinText(parts []part) []part {
	var out []part
	for _, p := range parts {
		if n := len(out); p.text != "" && n > 0 && out[n-1].text != "" {
			out[n-1].text += p.text
			continue
		}
		out = append(out, p)
	}
	return out
}

// params returns the type names of the placeholders in order.
func params(parts []part) []string {
	var names []string
	for _, p := range parts {
		if p.param != "" {
			names = append(names, p.param)
		}
	}
	return names
}

// expression returns the regular expression of the parts without anchors. A space matches any number of spaces, because a
// second one is hard to see in an editor.
func expression(parts []part, param func(name string) string) string {
	var b strings.Builder
	for _, p := range parts {
		switch {
		case p.param != "":
			b.WriteString(param(p.param))
		case p.optional != "":
			b.WriteString("(?:" + literal(p.optional) + ")?")
		case p.choice != nil:
			var alternatives []string
			for _, a := range p.choice {
				alternatives = append(alternatives, expression(a, param))
			}
			b.WriteString("(?:" + strings.Join(alternatives, "|") + ")")
		default:
			b.WriteString(literal(p.text))
		}
	}
	return b.String()
}

func literal(text string) string {
	return strings.ReplaceAll(regexp.QuoteMeta(text), " ", " +")
}
