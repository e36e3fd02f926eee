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
}

// Match finds the definition for the text of a step (without its keyword) that has the given argument below
// it. The error is an [*UndefinedError], an [*AmbiguousError], or an [*ArgumentError] when the doc string or
// table is missing or not wanted. Values are not looked at; see [Match.Parse].
func (c *Catalogue) Match(text string, arg HasArgument) (*Match, error) {
	var found []*definition
	var groups []string
	for _, d := range c.definitions {
		if m := d.expr.FindStringSubmatch(text); m != nil {
			found, groups = append(found, d), m[1:]
		}
	}
	switch len(found) {
	case 0:
		return nil, &UndefinedError{Text: text, Suggestions: c.suggest(text)}
	case 1:
		m := &Match{Def: found[0].Def, Text: text, definition: found[0], groups: groups}
		return m, m.checkKind(arg)
	default:
		return nil, ambiguous(text, found)
	}
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

// Parse turns the values in the text into the ones Run receives, in the order of its parameters after the
// state, with the [Ending] last when Run takes one. The error is an [*ArgumentErrors].
func (m *Match) Parse(at Place) ([]any, error) {
	values, problems := m.definition.parse(m.groups, at)
	if len(problems) > 0 {
		return nil, badArguments(m.Text, problems)
	}
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v.Interface()
	}
	return out, nil
}

// CheckArgument lets the definition look at the doc string or table of the step, when it cares to. It is for
// the time before a run, as Parse is.
func (m *Match) CheckArgument(arg Argument, at Place) error {
	if m.Def.Check == nil {
		return nil
	}
	if err := m.Def.Check(arg, at); err != nil {
		return &ArgumentError{Step: m.Text, Err: fmt.Errorf("bad %s: %w", arg.Kind(), err)}
	}
	return nil
}
