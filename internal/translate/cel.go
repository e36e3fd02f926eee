package translate

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
)

// kuttlExpressions adds the conditions in CEL of a TestAssert: assertAll, assertAny, and that each object of resourceRefs exists.
func (c *Case) kuttlExpressions(o object, within time.Duration) error {
	refs := o.children("resourceRefs")
	used := map[string]bool{}
	each := func(at place, text string) error {
		words, renamed, why, err := c.aboutOne(refs, text)
		switch {
		case err != nil:
			return err
		case why != "":
			c.skip(at, "the expression "+oneLine(text), why)
		default:
			used[words] = c.satisfies(at, words, renamed, within) || used[words]
		}
		return nil
	}
	for _, one := range o.children("assertAll") {
		if err := each(one.at, one.text("celExpr")); err != nil {
			return err
		}
	}
	var alternatives []string
	for _, one := range o.children("assertAny") {
		alternatives = append(alternatives, one.text("celExpr"))
	}
	if len(alternatives) > 0 {
		node := o.field("assertAny")
		if err := each(place{o.at.file, node.Line}, anyOf(alternatives)); err != nil {
			return err
		}
	}
	for _, ref := range refs {
		words, named := ref.named()
		switch {
		case !named:
			c.skip(ref.at, "a reference", whyNoName)
		case c.elsewhere(ref):
			c.skip(ref.at, "a reference to "+words, whyForeign)
		case !used[words]:
			c.check(words+" exists", "", within)
		}
		ref.ignore("ref")
	}
	return nil
}

func anyOf(alternatives []string) string {
	if len(alternatives) == 1 {
		return alternatives[0]
	}
	return "(" + strings.Join(alternatives, ") || (") + ")"
}

// aboutOne finds the only object that an expression is about, and writes the expression with the name that steps give to it.
func (c *Case) aboutOne(refs []object, text string) (words, renamed, why string, err error) {
	env, err := cel.NewEnv(cel.ClearMacros())
	if err != nil {
		return "", "", "", err
	}
	if strings.Contains(text, "\n") && strings.Contains(text, "//") {
		return "", "", "it has comments; write it in one line with `satisfies`", nil
	}
	text = oneLine(text)
	parsed, issues := env.Parse(text)
	if issues.Err() != nil {
		return "", "", "it is not CEL: " + issues.Errors()[0].Message, nil //nolint:nilerr // it is listed
	}
	names := identifiers(parsed.NativeRep())
	var about []object
	for _, ref := range refs {
		if slices.ContainsFunc(names, func(one identifier) bool { return one.name == ref.text("ref") }) {
			about = append(about, ref)
		}
	}
	if len(about) != 1 {
		return "", "", "it is about none or several of the objects; compare fields that are noted as values, see docs/writing-scenarios.md", nil
	}
	words, named := about[0].named()
	name := about[0].text("ref")
	switch {
	case !named:
		return "", "", whyNoName, nil
	case c.elsewhere(about[0]):
		return "", "", whyForeign, nil
	case name != "object" && slices.ContainsFunc(names, func(one identifier) bool { return one.name == "object" }):
		return "", "", "it already uses the name object; write it with `satisfies`", nil
	}
	return words, rename(text, names, name), "", nil
}

// identifier is a name in an expression, with its place in characters.
type identifier struct {
	name  string
	start int
}

func identifiers(tree *ast.AST) (all []identifier) {
	for _, e := range ast.MatchDescendants(ast.NavigateAST(tree), func(e ast.NavigableExpr) bool { return e.Kind() == ast.IdentKind }) {
		if span, ok := tree.SourceInfo().GetOffsetRange(e.ID()); ok {
			all = append(all, identifier{e.AsIdent(), int(span.Start)})
		}
	}
	slices.SortFunc(all, func(a, b identifier) int { return cmp.Compare(b.start, a.start) })
	return all
}

// rename writes object for a name, from the end of the text, so that the places of the others stay.
func rename(text string, from []identifier, name string) string {
	runes := []rune(text)
	for _, one := range from {
		if one.name == name {
			runes = slices.Concat(runes[:one.start:one.start], []rune("object"), runes[one.start+len([]rune(name)):])
		}
	}
	return string(runes)
}
