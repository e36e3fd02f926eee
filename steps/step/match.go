package step

import "fmt"

// Match is a step text together with the one definition it fits.
type Match struct {
	// Def is the definition.
	Def Def
	// Text is the text of the step, without its keyword.
	Text string

	definition *definition
	groups     []string
	at         []int // where each group begins and ends in Text, -1 for one that was not written
}

// Value is what a step has in place of a placeholder.
type Value struct {
	// Type is the name of the placeholder's type: "duration".
	Type string
	// Text is the value as it is written.
	Text string
	// Start is where it begins in the text of the step, in bytes.
	Start int
	// Parsed is what the text was parsed as; nil when it has not been, see [Planned.Values].
	Parsed any
}

// Values are the values in the text of the step, those of an [Ending] or [Span] included, in their order.
func (m *Match) Values() []Value { return m.values(func(int) any { return nil }) }

// values are them, each with what it was parsed as.
func (m *Match) values(parsed func(group int) any) []Value {
	var out []Value
	for i, text := range m.groups {
		if m.at[2*i] < 0 {
			continue
		}
		v := Value{Type: "duration", Text: text, Start: m.at[2*i], Parsed: parsed(i)} // of an ending
		if i < len(m.definition.types) {
			v.Type = m.definition.types[i].Name
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
	var found []*definition
	var at []int
	for _, d := range c.definitions {
		if m := d.expr.FindStringSubmatchIndex(text); m != nil {
			found, at = append(found, d), m[2:]
		}
	}
	switch len(found) {
	case 0:
		steps, advice := c.suggest(role, text)
		return nil, &UndefinedError{Text: text, Suggestions: steps, Advice: advice}
	case 1:
		m := &Match{Def: found[0].Def, Text: text, definition: found[0], groups: cut(text, at), at: at}
		return m, m.checkKind(arg)
	default:
		return nil, ambiguous(text, found)
	}
}

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
