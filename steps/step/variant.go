package step

import (
	"fmt"
	"regexp"
	"strings"
)

// maxVariants limits how many variants of a pattern are considered; each optional text doubles their number.
const maxVariants = 16

// variant is one way to write a pattern, without choices and optional texts.
type variant []word

// word is the part of a variant between two spaces. A Han character is a word by itself, because Chinese does not use spaces.
type word struct {
	spaced bool // there is a space before it
	pieces []piece
	expr   *regexp.Regexp // matches the word including its values; nil if it has no placeholder
}

// piece is literal text, or the placeholder with index param.
type piece struct {
	text  string
	param int // -1 for text
}

// expand lists the variants of a pattern.
func expand(pattern string, parts []part, types []Type) ([]variant, error) {
	var out []variant
	for _, flat := range alternatives(parts) {
		v, err := wordsOf(flat, types)
		if err != nil {
			return nil, fmt.Errorf("compile pattern %q: %w", pattern, err)
		}
		out = append(out, v)
	}
	return out, nil
}

// alternatives expands optional texts and choices, so that only text and placeholders remain. The first alternative contains
// all optional texts.
func alternatives(parts []part) [][]part {
	out := [][]part{nil}
	for _, p := range parts {
		options := [][]part{{p}}
		switch {
		case p.optional != "":
			options = [][]part{{{text: p.optional}}, nil}
		case p.choice != nil:
			options = nil
			for _, a := range p.choice {
				options = append(options, alternatives(a)...)
			}
		}
		var longer [][]part
		for _, o := range options {
			for _, head := range out {
				longer = append(longer, append(head[:len(head):len(head)], o...))
			}
		}
		out = longer[:min(len(longer), maxVariants)]
	}
	return out
}

// wordsOf splits flat parts (text and placeholders) at spaces and around Han characters.
func wordsOf(flat []part, types []Type) (variant, error) {
	var v variant
	spaced, open, param := false, false, 0
	add := func(p piece) {
		if !open {
			v, open = append(v, word{spaced: spaced}), true
		}
		v[len(v)-1].add(p)
		spaced = false
	}
	for _, p := range flat {
		if p.param != "" {
			add(piece{param: param})
			param++
			continue
		}
		for _, r := range p.text {
			if r == ' ' {
				spaced, open = true, false
				continue
			}
			open = open && !alone(r)
			add(piece{text: string(r), param: -1})
			open = !alone(r)
		}
	}
	for i := range v {
		if err := v[i].compile(types); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (w *word) add(p piece) {
	if n := len(w.pieces); n > 0 && p.param < 0 && w.pieces[n-1].param < 0 {
		w.pieces[n-1].text += p.text
		return
	}
	w.pieces = append(w.pieces, p)
}

func (w *word) compile(types []Type) (err error) {
	var b strings.Builder
	values := false
	for _, p := range w.pieces {
		if p.param < 0 {
			b.WriteString(regexp.QuoteMeta(p.text))
			continue
		}
		values = true
		b.WriteString("(" + types[p.param].Pattern + ")")
	}
	if values {
		w.expr, err = regexp.Compile("^" + b.String() + "$")
	}
	return err
}

// write returns the word with the given values, or with the examples of the types if values is nil.
func (w word) write(types []Type, values []string) string {
	var b strings.Builder
	i := 0
	for _, p := range w.pieces {
		switch {
		case p.param < 0:
			b.WriteString(p.text)
		case values != nil:
			b.WriteString(values[i])
			i++
		default:
			b.WriteString(types[p.param].Example)
		}
	}
	return b.String()
}

// write returns the variant as one would write it, with the examples of the types.
func (v variant) write(types []Type) string {
	var b strings.Builder
	for _, w := range v {
		if w.spaced {
			b.WriteByte(' ')
		}
		b.WriteString(w.write(types, nil))
	}
	return b.String()
}
