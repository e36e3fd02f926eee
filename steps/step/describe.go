package step

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Description is what can be written of a definition.
type Description struct {
	// Usage is the pattern with what may stand around it: "pod {name} is ready [within …] [for …]".
	Usage string
	// Placeholders are the names of the types in the pattern, in order, each once.
	Placeholders []string
	// Ways are the patterns of all that may be written, with {duration} and {moment} for what stands behind the words.
	Ways []string
	// Below says what must stand below the step.
	Below HasArgument
}

// Describe describes the definition of a name that the catalogue has.
func (c *Catalogue) Describe(name string) Description {
	d := c.find(name)
	if w := c.wordingOf(name); w != nil {
		return Description{Usage: w.usage(), Placeholders: uniq(namesOf(w.types)), Ways: w.ways(), Below: d.shape.argument}
	}
	return Description{Usage: d.usage(), Placeholders: slices.Compact(uniq(params(d.parts))), Ways: d.ways(), Below: d.shape.argument}
}

// Find is the definition of a name that the catalogue has, as it is listed.
func (c *Catalogue) Find(name string) Def {
	for _, g := range c.groups {
		for _, d := range g.Defs {
			if d.Name == name {
				return d
			}
		}
	}
	return c.find(name).Def
}

func namesOf(types []Type) (names []string) {
	for _, t := range types {
		names = append(names, t.Name)
	}
	return names
}

// uniq are the names, each once.
func uniq(names []string) []string {
	var out []string
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// ways are the pattern alone, and with each ending that it takes.
func (d *definition) ways() []string {
	all := []string{d.Pattern}
	if d.shape.ending {
		all = append(all, d.Pattern+" within {duration}", d.Pattern+" for {duration}", d.Pattern+" within {duration} for {duration}")
	}
	if d.shape.span {
		all = append(all, throughoutWord+" "+d.Pattern, d.Pattern+" for {duration}", d.Pattern+" before {"+momentName+"}")
	}
	return all
}

// WithSynonyms gives a catalogue that is searched for other words, too, when no step has those that were asked for.
func (c *Catalogue) WithSynonyms(synonyms map[string][]string) *Catalogue {
	out := *c
	out.synonyms = synonyms
	return &out
}

// Search are the definitions that hold all words in their name, pattern, documentation, example or subject, by group. A word
// may stand there as another one that means the same. When there is none, the endings of words do not count.
func (c *Catalogue) Search(words ...string) []Group {
	var lower []string
	for _, w := range words {
		lower = append(lower, strings.Fields(strings.ToLower(w))...)
	}
	known := func(w string) []string { return append([]string{w}, c.synonyms[w]...) }
	if found := c.filter(lower, known); len(found) > 0 {
		return found
	}
	return c.filter(lower, c.alike)
}

// short is the length up to which a word is looked for as a whole, and not as a part of others.
const short = 3

// has reports whether a text has a word in it.
func has(text, word string) bool {
	if len(word) > short || strings.ContainsFunc(word, alone) {
		return strings.Contains(text, word)
	}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if w == word || len(word) > 1 && w == word+"s" {
			return true
		}
	}
	return false
}

var wordEnd = regexp.MustCompile(`(ies|ing|ed|es|s|e)$`)

// alike are a word, what it is without its ending, and its synonyms.
func (c *Catalogue) alike(word string) []string {
	all := []string{word}
	stem := word
	if len(word) > 4 {
		stem = wordEnd.ReplaceAllString(word, "")
		all = append(all, stem)
	}
	for _, w := range []string{word, stem, strings.TrimSuffix(word, "s")} {
		all = append(all, c.synonyms[w]...)
	}
	return all
}
