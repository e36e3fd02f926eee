package step

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Description describes how a definition can be written.
type Description struct {
	// Usage is the pattern with its optional endings: "pod {name} is ready [within …] [for …]".
	Usage string
	// Placeholders are the names of the types in the pattern, in order, without duplicates.
	Placeholders []string
	// Ways are the pattern with each ending, in which {duration} and {moment} stand for the values of the ending.
	Ways []string
	// Below is what must be below the step.
	Below HasArgument
}

// Describe describes the definition with this name, which must exist.
func (c *Catalogue) Describe(name string) Description {
	d := c.find(name)
	if w := c.wordingOf(name); w != nil {
		return Description{Usage: w.usage(), Placeholders: uniq(namesOf(w.types)), Ways: w.ways(), Below: d.shape.argument}
	}
	return Description{Usage: d.usage(), Placeholders: slices.Compact(uniq(params(d.parts))), Ways: d.ways(), Below: d.shape.argument}
}

// Find returns the definition with this name, which must exist, in the language of the listing.
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

// uniq returns the names without duplicates.
func uniq(names []string) []string {
	var out []string
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// ways returns the pattern alone, and with each ending that it takes.
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

// WithSynonyms returns a catalogue that also searches for synonyms.
func (c *Catalogue) WithSynonyms(synonyms map[string][]string) *Catalogue {
	out := *c
	out.synonyms = synonyms
	return &out
}

// Search returns the definitions that contain all words, or a synonym of each, in their name, pattern, documentation, example
// or group. If there is none, it searches again without the suffixes of the words.
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

// short is the length up to which a word must match a whole word, not a part of one.
const short = 3

// has reports whether a text contains a word.
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

// alike returns a word, its stem, and its synonyms.
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
