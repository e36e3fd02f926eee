package step

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Language is how steps are written and described in another language than English. It says nothing of what they do: each of its
// patterns has the placeholders of the English one, in an order of its own.
type Language struct {
	// Code is what stands behind "# language:" in a feature: "zh-CN".
	Code string `yaml:"code"`
	// Script is the script of Unicode of which every pattern has a letter, and no English one: "Han".
	Script string `yaml:"script"`
	// Page are the words around the steps where they are listed.
	Page PageWords `yaml:"page"`
	// Endings are what may stand around a step.
	Endings EndingWords `yaml:"endings"`
	// Placeholders are the types, by name.
	Placeholders map[string]TypeWords `yaml:"placeholders"`
	// Groups are the subjects, by name.
	Groups map[string]GroupWords `yaml:"groups"`
}

// EndingWords are what may stand around a step: for [Ending] within and for, for [Span] throughout, for and before.
type EndingWords struct {
	Within     Around `yaml:"within"`
	For        Around `yaml:"for"`
	Throughout Around `yaml:"throughout"`
	Before     Around `yaml:"before"`
}

// Around is something that stands before or behind a step. {} is its value.
type Around struct {
	// Write is how it is written.
	Write string `yaml:"write"`
	// Read is a regular expression without capture groups of all that it may be written like.
	Read string `yaml:"read"`
}

// with is how it is written with a value.
func (a Around) with(value string) string { return strings.Replace(a.Write, "{}", value, 1) }

// TypeWords describe a placeholder.
type TypeWords struct {
	Doc string `yaml:"doc"`
	// Example and Pattern are those of the [Type] where they are empty.
	Example string `yaml:"example"`
	Pattern string `yaml:"pattern"`
	// English turns a value into the one that [Type.Parse] knows, by each of these replacements.
	English []Replacement `yaml:"english"`
}

// Replacement is a regular expression, and what stands in the place of what it finds.
type Replacement struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// GroupWords describe a [Group].
type GroupWords struct {
	Title string           `yaml:"title"`
	Doc   string           `yaml:"doc"`
	Steps map[string]Words `yaml:"steps"` // by the names of the definitions
}

// Words are how a step is written and described.
type Words struct {
	// Pattern is like that of a [Def]. Where it has several placeholders of a type, each has a number behind its name: {name2} is the
	// second {name} of the English pattern.
	Pattern string `yaml:"pattern"`
	Doc     string `yaml:"doc"`
	Example string `yaml:"example"`
}

// PageWords are the words around the steps where they are listed.
type PageWords struct {
	Title        string `yaml:"title"`
	Intro        string `yaml:"intro"`
	Placeholders string `yaml:"placeholders"`
	Notation     string `yaml:"notation"`
	Header       string `yaml:"header"` // of the table of placeholders
	Takes        string `yaml:"takes"`
	Comma        string `yaml:"comma"`
	Period       string `yaml:"period"`
	DocString    string `yaml:"doc string"`
	Table        string `yaml:"table"`
	Example      string `yaml:"example"`
}

var englishPage = PageWords{
	Title: "Steps", Intro: "Every step that a feature may use. This page is generated; do not edit it.",
	Placeholders: "Placeholders", Notation: notation, Header: "| placeholder | meaning | example |",
	Takes: "Takes ", Comma: ", ", Period: ".", DocString: "a doc string below it", Table: "a table below it", Example: " Example: ",
}

// tongue is a language that is read when the first text in it is met: most runs need English only.
type tongue struct {
	code   string
	script *unicode.RangeTable
	spoken func() (*spoken, error)
}

// spoken is a language whose patterns are compiled.
type spoken struct {
	*Language
	script   *unicode.RangeTable
	endings  endingExprs
	wordings []*wording // in the order of the definitions, but for those that are not written in it
	problems error      // what is wrong with it, or missing; steps that have nothing to do with that work
}

// WithLanguage gives a catalogue that knows its steps in another language, too. It calls load when that is needed first.
func (c *Catalogue) WithLanguage(code, script string, load func() (*Language, error)) (*Catalogue, error) {
	letters := unicode.Scripts[script]
	if letters == nil {
		return nil, fmt.Errorf("language %s: %q is not a Unicode script", code, script)
	}
	out := *c
	out.tongues = append(slices.Clip(c.tongues), tongue{code, letters, sync.OnceValues(func() (*spoken, error) {
		language, err := load()
		if err != nil {
			return nil, fmt.Errorf("read the steps in %s: %w", code, err)
		}
		s, err := c.speak(language, letters)
		if err != nil {
			return nil, fmt.Errorf("the steps in %s: %w; %w", code, err, errTable)
		}
		return s, nil
	})})
	return &out, nil
}

// Languages are the codes of the languages besides English.
func (c *Catalogue) Languages() []string {
	var codes []string
	for _, t := range c.tongues {
		codes = append(codes, t.code)
	}
	return codes
}

// In is the catalogue as it is listed in a language: its groups, types and descriptions. What it matches stays the same.
func (c *Catalogue) In(code string) (*Catalogue, error) {
	if code == "en" || code == "" {
		return c, nil
	}
	i := slices.IndexFunc(c.tongues, func(t tongue) bool { return t.code == code })
	if i < 0 {
		return nil, fmt.Errorf("there are no steps in %q: languages are %s", code, strings.Join(append([]string{"en"}, c.Languages()...), ", "))
	}
	s, err := c.tongues[i].spoken()
	if err != nil {
		return nil, err
	}
	out := *c
	out.listed = s
	out.groups, out.types = s.groups(c.groups), s.types(c.types)
	return &out, nil
}

// spokenIn is the language of a text by its letters, outside of quotes; nil for English.
func (c *Catalogue) spokenIn(text string) (*spoken, error) {
	for _, t := range c.tongues {
		if writtenIn(t.script, text) {
			return t.spoken()
		}
	}
	return nil, nil //nolint:nilnil // it is English
}

// writtenIn reports whether a text has letters of a script outside of quotes.
func writtenIn(script *unicode.RangeTable, text string) bool {
	end := rune(0)
	for _, r := range text {
		switch {
		case end != 0:
			if r == end {
				end = 0
			}
		case r == '"' || r == '“':
			end = closing(r, true)
		case unicode.Is(script, r):
			return true
		}
	}
	return false
}

// groups are those of a catalogue, described in the language.
func (s *spoken) groups(english []Group) []Group {
	groups := cloneGroups(english)
	for i := range groups {
		words := s.Groups[groups[i].Name]
		if words.Title != "" {
			groups[i].Title, groups[i].Doc = words.Title, words.Doc
		}
		for j := range groups[i].Defs {
			d := &groups[i].Defs[j]
			if w := s.wording(d.Name); w != nil {
				said := words.Steps[d.Name]
				d.Pattern, d.Doc, d.Example = w.pattern, said.Doc, said.Example
			}
		}
	}
	return groups
}

// types are those of a catalogue, described in the language.
func (s *spoken) types(english []Type) []Type {
	types := slices.Clone(english)
	for i, t := range types {
		types[i] = s.typeIn(t)
	}
	return types
}

// typeIn is a type as its values are written in the language.
func (s *spoken) typeIn(t Type) Type {
	words := s.Placeholders[t.Name]
	if words.Doc != "" {
		t.Doc = words.Doc
	}
	if words.Example != "" {
		t.Example = words.Example
	}
	if words.Pattern != "" {
		t.Pattern = words.Pattern
	}
	return t
}

// wording is how a definition is written; nil when it is not written in the language.
func (s *spoken) wording(name string) *wording {
	i := slices.IndexFunc(s.wordings, func(w *wording) bool { return w.Name == name })
	if i < 0 {
		return nil
	}
	return s.wordings[i]
}

// speak compiles the patterns of a language. A step that is not written in it, or badly, is one in English only; [Catalogue.CheckLanguage]
// says so.
func (c *Catalogue) speak(l *Language, script *unicode.RangeTable) (*spoken, error) {
	s := &spoken{Language: l, script: script}
	problems := c.strangers(l)
	var err error
	if s.endings, err = s.compileEndings(c.types); err != nil {
		return nil, err
	}
	for _, t := range c.types {
		if _, known := l.Placeholders[t.Name]; !known {
			problems = append(problems, fmt.Errorf("placeholder {%s}: it is not described", t.Name))
		}
	}
	i := 0
	for _, g := range c.groups {
		words := l.Groups[g.Name]
		if words.Title == "" || words.Doc == "" {
			problems = append(problems, fmt.Errorf("group %q: it needs a title and a doc", g.Name))
		}
		for _, def := range g.Defs {
			w, err := s.word(c.definitions[i], words.Steps[def.Name])
			if err != nil {
				problems = append(problems, fmt.Errorf("step %q: %w", def.Name, err))
			} else {
				s.wordings = append(s.wordings, w)
			}
			i++
		}
	}
	s.problems = errors.Join(problems...)
	return s, nil
}

// strangers finds what a language describes and there is not.
func (c *Catalogue) strangers(l *Language) (problems []error) {
	for name := range l.Placeholders {
		if !slices.ContainsFunc(c.types, func(t Type) bool { return t.Name == name }) {
			problems = append(problems, fmt.Errorf("placeholder {%s}: there is none", name))
		}
	}
	for name, words := range l.Groups {
		i := slices.IndexFunc(c.groups, func(g Group) bool { return g.Name == name })
		if i < 0 {
			problems = append(problems, fmt.Errorf("group %q: there is none", name))
			continue
		}
		for step := range words.Steps {
			if !slices.ContainsFunc(c.groups[i].Defs, func(d Def) bool { return d.Name == step }) {
				problems = append(problems, fmt.Errorf("step %q: there is none in group %q", step, name))
			}
		}
	}
	return problems
}
