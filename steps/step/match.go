package step

import (
	"fmt"
	"strings"
)

// Match is a step text together with the one definition it fits.
type Match struct {
	// Def is the definition.
	Def Def
	// Text is the text of the step, without its keyword.
	Text string

	definition *definition
	said       *wording // as which it is written; nil for English
	groups     []string // the values, in English
	at         []int    // where each group begins and ends in Text, -1 for one that was not written
	throughout bool     // it says so of itself
	untimed    string   // the text without the time that it waits
}

// Value is what a step has in place of a placeholder.
type Value struct {
	// Type is the name of the placeholder's type: "duration".
	Type string
	// Text is the value as it is written.
	Text string
	// Start is where it begins in the text of the step, in bytes.
	Start int
	// Before is the word in front of it in the English pattern: "container". It is empty where another value stands there.
	Before string
	// Parsed is what the text was parsed as; nil when it has not been, see [Planned.Values].
	Parsed any
}

// Values are the values in the text of the step, those of an [Ending] or [Span] included, in their order.
func (m *Match) Values() []Value { return m.values(func(int) any { return nil }) }

// values are them, each with what it was parsed as.
func (m *Match) values(parsed func(group int) any) []Value {
	var out []Value
	for i := range m.groups {
		begin, end := m.at[2*i], m.at[2*i+1]
		if begin < 0 {
			continue
		}
		v := Value{Type: "duration", Text: m.Text[begin:end], Start: begin, Parsed: parsed(i)} // of an ending
		if i < len(m.definition.types) {
			v.Type, v.Before = m.definition.types[i].Name, m.definition.before(i)
		} else if m.definition.shape.span && i == len(m.groups)-1 {
			v.Type = momentName
		}
		out = append(out, v)
	}
	return out
}

// Match finds the definition for the text of a step (without its keyword) that has the given argument below
// it. The error is an [*UndefinedError], an [*AmbiguousError], or an [*ArgumentError] when the doc string or
// table is missing or not wanted. Values are not looked at; see [Match.Plan].
func (c *Catalogue) Match(text string, arg HasArgument) (*Match, error) {
	return c.MatchAs(RoleAny, text, arg)
}

// MatchAs is Match for a step of which it is known what it is there for: its [*UndefinedError] then offers
// steps of that kind. The role does not decide what fits.
func (c *Catalogue) MatchAs(role Role, text string, arg HasArgument) (*Match, error) {
	found, in, err := c.fitting(text)
	if err != nil {
		return nil, err
	}
	switch len(found) {
	case 0:
		steps, advice := c.suggestIn(in, role, text)
		return nil, &UndefinedError{Text: text, Suggestions: steps, Advice: advice}
	case 1:
		return found[0], found[0].checkKind(arg)
	default:
		return nil, ambiguous(text, found)
	}
}

// fitting are the definitions that a text fits, in English and in the language whose letters it has.
func (c *Catalogue) fitting(text string) (found []*Match, in *spoken, err error) {
	for _, d := range c.definitions {
		if m := d.expr.FindStringSubmatchIndex(text); m != nil {
			found = append(found, d.match(text, m[2:]))
		}
	}
	if in, err = c.spokenIn(text); err != nil || in == nil {
		return found, nil, err
	}
	for _, w := range in.wordings {
		if m := w.match(text); m != nil {
			found = append(found, m)
		}
	}
	return found, in, nil
}

// match is an English text that fits the definition, with its groups.
func (d *definition) match(text string, at []int) *Match {
	untimed := text
	if d.shape.ending {
		untimed, _, _ = strings.Cut(text, " within ")
	}
	return &Match{Def: d.Def, Text: text, definition: d, groups: cut(text, at), at: at,
		throughout: d.shape.span && strings.HasPrefix(text, throughoutWord), untimed: untimed}
}

// before is the word in front of a placeholder in the pattern.
func (d *definition) before(placeholder int) string {
	text := ""
	for _, p := range d.parts {
		switch {
		case p.param == "":
			text += p.text
			continue
		case placeholder == 0:
			fields := strings.Fields(text)
			if len(fields) == 0 {
				return ""
			}
			return fields[len(fields)-1]
		}
		text = ""
		placeholder--
	}
	return ""
}

// Language is the language in which the step is written: "en", or the code of a [Language].
func (m *Match) Language() string {
	if m.said == nil {
		return "en"
	}
	return m.said.in.Code
}

// Untimed is the text of the step without the time that it waits.
func (m *Match) Untimed() string { return m.untimed }

// Throughout says that the step is about all the time from it to the end of the scenario.
func (m *Match) Throughout() bool { return m.throughout }

// cut takes the pieces out of a text, an empty one for what is not there.
func cut(text string, at []int) []string {
	out := make([]string, len(at)/2)
	for i := range out {
		if at[2*i] >= 0 {
			out[i] = text[at[2*i]:at[2*i+1]]
		}
	}
	return out
}

func (m *Match) checkKind(has HasArgument) error {
	wants := m.definition.shape.argument
	switch {
	case wants == has:
		return nil
	case has == NoArgument:
		return &ArgumentError{Step: m.Text, Err: fmt.Errorf("this step needs a %s: %s", wants, howToWrite(wants))}
	case wants == NoArgument:
		return &ArgumentError{Step: m.Text, Err: fmt.Errorf("this step takes no %s: remove it from below the step", has)}
	default:
		return &ArgumentError{Step: m.Text, Err: fmt.Errorf("this step takes a %s, not a %s: %s", wants, has, howToWrite(wants))}
	}
}

func howToWrite(kind HasArgument) string {
	if kind == WithTable {
		return "write rows like | a | b | below it"
	}
	return `write the text below it, between two lines of """`
}
