package step

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Language contains the patterns and documentation of the steps in a language other than English. It does not change what they
// do: each pattern has the placeholders of the English one, possibly in another order.
type Language struct {
	// Code is the value of "# language:" in a feature: "zh-CN".
	Code string `yaml:"code"`
	// Script is the Unicode script of which every pattern contains a letter, and no English pattern does: "Han".
	Script string `yaml:"script"`
	// Page contains the words around the steps in listings.
	Page PageWords `yaml:"page"`
	// Endings are the endings of steps.
	Endings EndingWords `yaml:"endings"`
	// Placeholders are the types, by name.
	Placeholders map[string]TypeWords `yaml:"placeholders"`
	// Groups are the groups, by name.
	Groups map[string]GroupWords `yaml:"groups"`
}

// EndingWords are the endings: within and for of an [Ending], and throughout, for and before of a [Span].
type EndingWords struct {
	Within     Around `yaml:"within"`
	For        Around `yaml:"for"`
	Throughout Around `yaml:"throughout"`
	Before     Around `yaml:"before"`
}

// Around is an ending, which may be before or after a step. {} stands for its value.
type Around struct {
	// Write is its preferred form.
	Write string `yaml:"write"`
	// Read is a regular expression without capture groups for all forms.
	Read string `yaml:"read"`
}

// with returns the preferred form with a value.
func (a Around) with(value string) string { return strings.Replace(a.Write, "{}", value, 1) }

// TypeWords describe a placeholder.
type TypeWords struct {
	Doc string `yaml:"doc"`
	// Example and Pattern default to those of the [Type].
	Example string `yaml:"example"`
	Pattern string `yaml:"pattern"`
	// English are the replacements that convert a value to the form that [Type.Parse] accepts.
	English []Replacement `yaml:"english"`
}

// Replacement is a regular expression and its replacement.
type Replacement struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// GroupWords describe a [Group].
type GroupWords struct {
	Title string           `yaml:"title"`
	Doc   string           `yaml:"doc"`
	Steps map[string]Words `yaml:"steps"` // by name of the definition
}

// Words describe a step.
type Words struct {
	// Pattern is like the pattern of a [Def]. If several placeholders have the same type, they are numbered: {name2} is the
	// second {name} of the English pattern.
	Pattern string `yaml:"pattern"`
	Doc     string `yaml:"doc"`
	Example string `yaml:"example"`
}

// PageWords are the words around the steps in listings.
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

// tongue is a language that is loaded when the first text in it is encountered, because most runs need only English.
type tongue struct {
	code   string
	script *unicode.RangeTable
	spoken func() (*spoken, error)
}

// spoken is a language with its compiled patterns.
type spoken struct {
	*Language
	script   *unicode.RangeTable
	endings  endingExprs
	wordings []*wording // in the order of the definitions, without those that have no valid translation
	problems error      // mistakes in the language file; they do not affect other steps
}

// WithLanguage returns a catalogue that also matches steps in another language. It calls load when the language is first
// needed.
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

// Languages returns the codes of the languages other than English.
func (c *Catalogue) Languages() []string {
	var codes []string
	for _, t := range c.tongues {
		codes = append(codes, t.code)
	}
	return codes
}

// In returns the catalogue with groups, types and descriptions in a language. What it matches does not change.
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

// spokenIn detects the language of a text from its letters outside of quotes; nil for English.
func (c *Catalogue) spokenIn(text string) (*spoken, error) {
	for _, t := range c.tongues {
		if writtenIn(t.script, text) {
			return t.spoken()
		}
	}
	return nil, nil //nolint:nilnil // it is English
}

// writtenIn reports whether a text contains letters of a script outside of quotes.
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

// groups returns the groups of a catalogue with the descriptions of the language.
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

// types returns the types of a catalogue with the descriptions of the language.
func (s *spoken) types(english []Type) []Type {
	types := slices.Clone(english)
	for i, t := range types {
		types[i] = s.typeIn(t)
	}
	return types
}

// typeIn returns a type with the description and pattern of the language.
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

// wording returns the translation of a definition; nil if there is none.
func (s *spoken) wording(name string) *wording {
	i := slices.IndexFunc(s.wordings, func(w *wording) bool { return w.Name == name })
	if i < 0 {
		return nil
	}
	return s.wordings[i]
}

// speak compiles the patterns of a language. A step with no valid translation exists only in English; [Catalogue.CheckLanguage]
// reports these.
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

// strangers finds translations of things that do not exist.
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
