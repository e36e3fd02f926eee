package step

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// CheckLanguage validates the patterns of a language: each example has the same values as the English one, and no way to write
// a pattern, with or without spaces, matches another definition.
func (c *Catalogue) CheckLanguage(code string) error {
	listed, err := c.In(code)
	if err != nil {
		return err
	}
	if listed.listed == nil {
		return errors.New("the catalogue checks English when it is made")
	}
	problems := []error{listed.listed.problems}
	for _, w := range listed.listed.wordings {
		words := listed.listed.wordsOf(w.Name)
		if err := c.checkTranslated(w, words.Example); err != nil {
			problems = append(problems, fmt.Errorf("step %q: the example %q: %w", w.Name, words.Example, err))
			continue
		}
		for _, text := range w.samples() {
			if err := c.checkSample(w.definition, text); err != nil {
				problems = append(problems, fmt.Errorf("step %q: %w", w.Name, err))
				break
			}
		}
	}
	return errors.Join(problems...)
}

// wordsOf returns the words of a language for a definition.
func (s *spoken) wordsOf(name string) Words {
	for _, g := range s.Groups {
		if words, is := g.Steps[name]; is {
			return words
		}
	}
	return Words{}
}

// checkTranslated compares the example with the English one.
func (c *Catalogue) checkTranslated(w *wording, example string) error {
	text, arg, err := parseExample(example)
	if err != nil {
		return err
	}
	m, err := c.Match(text, arg.Kind())
	if err != nil {
		return err
	}
	if m.definition != w.definition {
		return fmt.Errorf("it fits %s (%s), not this step", m.Def.Name, m.usage())
	}
	english, below, err := parseExample(w.Example)
	if err != nil {
		return err
	}
	same, err := c.Match(english, below.Kind())
	if err != nil {
		return err
	}
	if !m.SameStep(same, sameValue) {
		return fmt.Errorf("its values are %q, and those of the English one %q", m.groups, same.groups)
	}
	if arg.String() != below.String() {
		return fmt.Errorf("what is below it is not what is below the English one: %s", strings.TrimSpace(below.String()))
	}
	return nil
}

// SameStep reports whether two steps, in any languages, are the same: they match the same definition, and their values are
// equal in English. Values that are not equal are compared with same.
func (m *Match) SameStep(other *Match, same func(of, a, b string) bool) bool {
	if m.definition != other.definition || m.throughout != other.throughout {
		return false
	}
	for i, of := range m.definition.kindsOfGroups() {
		if a, b := m.groups[i], other.groups[i]; a != b && !same(of, a, b) {
			return false
		}
	}
	return true
}

// sameValue compares words in examples: English has "3 pods", other languages may have "3 Pod".
func sameValue(_, a, b string) bool {
	word := func(s string) string { return strings.TrimSuffix(strings.ToLower(s), "s") }
	return a != "" && unicode.IsLetter(rune(a[0])) && word(a) == word(b)
}
