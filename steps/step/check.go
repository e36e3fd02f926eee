package step

import (
	"fmt"
	"regexp"
	"strings"
)

const kebab = `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`

// checkTypes validates each type on its own.
func checkTypes(types []Type) []error {
	var problems []error
	seen := map[string]bool{}
	for _, t := range types {
		if seen[t.Name] {
			problems = append(problems, fmt.Errorf("type {%s}: the name is used twice", t.Name))
		}
		seen[t.Name] = true
		if err := checkType(t); err != nil {
			problems = append(problems, fmt.Errorf("type {%s}: %w", t.Name, err))
		}
	}
	return problems
}

func checkType(t Type) error {
	if !regexp.MustCompile(kebab).MatchString(t.Name) {
		return fmt.Errorf("the name must be in kebab case")
	}
	if strings.TrimSpace(t.Doc) == "" || t.Parse == nil {
		return fmt.Errorf("it needs a Doc and a Parse")
	}
	re, err := regexp.Compile("^(?:" + t.Pattern + ")$")
	switch {
	case err != nil:
		return fmt.Errorf("compile its pattern: %w", err)
	case re.NumSubexp() > 0:
		return fmt.Errorf("the pattern %s has a capture group; write (?:…)", t.Pattern)
	case re.MatchString(""):
		return fmt.Errorf("the pattern %s matches nothing at all", t.Pattern)
	case !re.MatchString(t.Example):
		return fmt.Errorf("the example %s does not match the pattern %s", t.Example, t.Pattern)
	}
	return nil
}

// checkNames validates the names and the documentation of groups and definitions.
func checkNames(groups []Group) []error {
	var problems []error
	bad := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	name := regexp.MustCompile(kebab)
	inGroups, inDefs := map[string]bool{}, map[string]string{}
	for _, g := range groups {
		if !name.MatchString(g.Name) || inGroups[g.Name] {
			bad("group %q: the name must be unique and in kebab case", g.Name)
		}
		inGroups[g.Name] = true
		if strings.TrimSpace(g.Title) == "" || strings.TrimSpace(g.Doc) == "" {
			bad("group %q: it needs a Title and a Doc", g.Name)
		}
		for _, d := range g.Defs {
			if other, taken := inDefs[d.Name]; taken {
				bad("step %q (%s): the name must be unique, and %s has it, too", d.Name, d.Pattern, other)
			}
			if !name.MatchString(d.Name) {
				bad("step %q: the name must be in kebab case", d.Name)
			}
			inDefs[d.Name] = fmt.Sprintf("the step %q of group %q", d.Pattern, g.Name)
			if strings.TrimSpace(d.Doc) == "" || strings.TrimSpace(d.Example) == "" {
				bad("step %q: it needs a Doc and an Example", d.Name)
			}
		}
	}
	return problems
}

// checkParameters finds types whose values do not fit the parameters of Run.
func (d *definition) checkParameters() []error {
	var problems []error
	for i, t := range d.types {
		files := &touched{}
		_, err := convert(t, t.Example, Place{FS: files}, d.shape.values[i])
		if err != nil && !files.yes {
			problems = append(problems, fmt.Errorf("step %q: the example of {%s}: %w", d.Name, t.Name, err))
		}
	}
	return problems
}
