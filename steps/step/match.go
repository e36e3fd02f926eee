package step

import (
	"fmt"
	"strings"
)

// Match is the text of a step with the definition that it matches.
type Match struct {
	Def Def
	// Text is the text of the step, without its keyword.
	Text string

	definition *definition
	said       *wording // the translation that matched; nil for English
	groups     []string // values, converted to English
	at         []int    // start and end of each group in Text, -1 for groups that are not written
	throughout bool     // the step begins with "throughout"
	untimed    string   // Text without the timeout
}

// Value is the text that a step has for a placeholder.
type Value struct {
	// Type is the name of the placeholder's type: "duration".
	Type string
	// Text is the value as written.
	Text string
	// Start is its position in the text of the step, in bytes.
	Start int
	// Before is the word before it in the English pattern, such as "container"; empty if another value is before it.
	Before string
	// Parsed is the parsed value; nil if it has not been parsed, see [Planned.Values].
	Parsed any
}

// Values returns the values in the text of the step in their order, including those of an [Ending] or [Span].
func (m *Match) Values() []Value { return m.values(func(int) any { return nil }) }

// values returns the values, each with its parsed value.
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

// Match finds the definition for the text of a step (without its keyword) with this kind of argument below it. The error is an
// [*UndefinedError], an [*AmbiguousError], or an [*ArgumentError] if the doc string or table is missing or not allowed. Values
// are not validated; see [Match.Plan].
func (c *Catalogue) Match(text string, arg HasArgument) (*Match, error) {
	return c.MatchAs(RoleAny, text, arg)
}

// MatchAs is Match for a step with a known role: an [*UndefinedError] then suggests steps with this role. The role does not
// affect which definition matches.
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

// fitting returns the definitions that match a text, in English and in the language of its letters.
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

// match returns the match of an English text, with its groups.
func (d *definition) match(text string, at []int) *Match {
	untimed := text
	if d.shape.ending {
		untimed, _, _ = strings.Cut(text, " within ")
	}
	return &Match{Def: d.Def, Text: text, definition: d, groups: cut(text, at), at: at,
		throughout: d.shape.span && strings.HasPrefix(text, throughoutWord), untimed: untimed}
}

// before returns the word before a placeholder in the pattern.
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

// Language returns the language of the step: "en", or the code of a [Language].
func (m *Match) Language() string {
	if m.said == nil {
		return "en"
	}
	return m.said.in.Code
}

// Untimed returns the text of the step without its timeout.
func (m *Match) Untimed() string { return m.untimed }

// Throughout reports whether the step is about all the time from the step to the end of the scenario.
func (m *Match) Throughout() bool { return m.throughout }

// cut returns the given pieces of a text, empty for those that are missing.
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
