package step

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
)

// Catalogue contains all steps that a feature may use. It does not change after [New] and is safe for concurrent use.
type Catalogue struct {
	types       []Type
	groups      []Group
	definitions []*definition
	phrases     []phrase
	vocabulary  []string // the words in the phrases, sorted
	tongues     []tongue // the languages other than English
	listed      *spoken  // the language of its listing; nil for English
	synonyms    map[string][]string
}

// definition is a validated Def with everything that is compiled once.
type definition struct {
	Def
	parts    []part
	types    []Type // of the placeholders, in order
	shape    shape
	expr     *regexp.Regexp
	variants []variant // the ways to write it, for suggestions
	moment   *Type     // the type of the value after "before"; nil if the step takes no Span

	beforeMoment *regexp.Regexp // matches a step that ends in "before" and a moment
}

// New builds a catalogue whose functions take a state of the given type. It validates all definitions. The error joins
// everything that is wrong: names, patterns, types, signatures of Run, missing documentation, and examples that match no
// definition, another one, or several. The types are those given and those of the groups.
func New(state reflect.Type, types []Type, groups ...Group) (*Catalogue, error) {
	if state == nil {
		return nil, errors.New("the catalogue needs the type of the state")
	}
	types = slices.Clone(types)
	for _, g := range groups {
		types = append(types, g.Types...)
	}
	c := &Catalogue{types: types, groups: cloneGroups(groups)}
	problems := checkTypes(types)
	problems = append(problems, checkNames(groups)...)
	for _, g := range groups {
		for _, def := range g.Defs {
			d, err := c.compile(state, def)
			if err != nil {
				problems = append(problems, fmt.Errorf("step %q: %w", def.Name, err))
				continue
			}
			c.definitions = append(c.definitions, d)
		}
	}
	problems = append(problems, c.checkExamples()...)
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return c, nil
}

// Groups returns the groups of definitions, in the order given to [New].
func (c *Catalogue) Groups() []Group { return cloneGroups(c.groups) }

// Types returns the placeholder types, in the order given to [New].
func (c *Catalogue) Types() []Type { return slices.Clone(c.types) }

func cloneGroups(groups []Group) []Group {
	out := slices.Clone(groups)
	for i := range out {
		out[i].Defs = slices.Clone(out[i].Defs)
	}
	return out
}

func (c *Catalogue) compile(state reflect.Type, def Def) (*definition, error) {
	parts, err := parsePattern(def.Pattern)
	if err != nil {
		return nil, err
	}
	d := &definition{Def: def, parts: parts}
	if d.types, err = c.typesOf(parts); err != nil {
		return nil, err
	}
	if d.shape, err = inspect(def.Run, state, len(d.types), def.ParseDoc != nil); err != nil {
		return nil, err
	}
	if err := d.takeMoments(c.types); err != nil {
		return nil, err
	}
	if d.expr, err = regexp.Compile(d.regexp()); err != nil {
		return nil, fmt.Errorf("compile pattern %q: %w", def.Pattern, err)
	}
	d.variants, err = expand(def.Pattern, parts, d.types)
	return d, err
}

// typesOf returns the types of the placeholders; the error names all unknown ones.
func (c *Catalogue) typesOf(parts []part) ([]Type, error) {
	var found []Type
	var problems []error
	for _, name := range params(parts) {
		i := slices.IndexFunc(c.types, func(t Type) bool { return t.Name == name })
		if i < 0 {
			problems = append(problems, fmt.Errorf("placeholder {%s} has no type", name))
			continue
		}
		found = append(found, c.types[i])
	}
	return found, errors.Join(problems...)
}

// regexp returns the anchored expression of the whole step. If the step takes endings, placeholders match as little as
// possible: otherwise a lenient one would match " within 30s", too.
func (d *definition) regexp() string {
	format := "(%s)"
	if d.shape.ending || d.shape.span {
		format = "((?U:%s))"
	}
	i := 0
	body := expression(d.parts, func(string) string {
		i++
		return fmt.Sprintf(format, d.types[i-1].Pattern)
	})
	if d.shape.ending {
		body += endings()
	}
	if d.shape.span {
		body = "(?:" + throughoutWord + " +)?" + body + "(?: +for +(" + durationPattern + "))?(?: +before +(" + d.moment.Pattern + "))?"
	}
	return "^" + body + "$"
}

func endings() string {
	return "(?: +within +(" + durationPattern + "))?(?: +for +(" + durationPattern + "))?"
}

// Acting returns, by name, whether a definition acts; see [Def].
func (c *Catalogue) Acting() map[string]bool {
	acting := map[string]bool{}
	for _, d := range c.definitions {
		acting[d.Name] = d.Acts
	}
	return acting
}
