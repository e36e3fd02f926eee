package step

import (
	"io"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// notation explains the notation of patterns.
const notation = "{…} stands for a value, (…) and […] may be left out, and a/b means one of the two."

// WriteText lists the catalogue for a terminal with 80 columns. A filter restricts it to the steps that [Catalogue.Search]
// finds; if there are none, it returns an error.
func WriteText(w io.Writer, c *Catalogue, filter string) error {
	groups := c.Search(filter)
	if len(groups) == 0 {
		return &NoStepError{Words: filter}
	}
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(strings.ToUpper(g.Title) + "\n" + indented(g.Doc, 0, 0) + "\n")
		for _, d := range g.Defs {
			c.writeDef(&b, d)
		}
	}
	page := c.page()
	b.WriteString(strings.ToUpper(page.Placeholders) + "\n" + indented(page.Notation, 0, 0) + "\n")
	c.writeTypes(&b, groups)
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *Catalogue) writeDef(b *strings.Builder, d Def) {
	b.WriteString(indented(c.Describe(d.Name).Usage, 2, 4))
	b.WriteString(indented(d.Doc, 6, 0))
	for i, line := range strings.Split(strings.TrimSpace(d.Example), "\n") {
		mark := "> "
		if i > 0 {
			mark = "  "
		}
		b.WriteString(strings.TrimRight("      "+mark+line, " ") + "\n")
	}
	b.WriteString("\n")
}

// writeTypes lists the placeholders that the groups use.
func (c *Catalogue) writeTypes(b *strings.Builder, groups []Group) {
	types := c.used(groups)
	width := 0
	for _, t := range types {
		width = max(width, plaintext.Width(t.Name)+2)
	}
	for _, t := range types {
		lines := plaintext.Wrap(t.Doc+c.page().Example+t.Example, pageWidth-width-4)
		for i, line := range lines {
			name := ""
			if i == 0 {
				name = "{" + t.Name + "}"
			}
			b.WriteString("  " + padded(name, width) + "  " + line + "\n")
		}
	}
}

// filter returns the definitions that contain all words, or an alternative of each, by group.
func (c *Catalogue) filter(words []string, alike func(string) []string) []Group {
	var out []Group
	for _, g := range c.Groups() {
		g.Defs = slices.DeleteFunc(g.Defs, func(d Def) bool {
			english := c.find(d.Name)
			all := strings.ToLower(strings.Join([]string{g.Name, g.Title, d.Name, english.usage(), english.Doc, d.Pattern, d.Doc, d.Example}, "\n"))
			return slices.ContainsFunc(words, func(w string) bool {
				return !slices.ContainsFunc(alike(w), func(a string) bool { return has(all, a) })
			})
		})
		if len(g.Defs) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// used returns the types in the definitions of these groups, in the order of the catalogue.
func (c *Catalogue) used(groups []Group) []Type {
	names := map[string]bool{}
	for _, g := range groups {
		for _, def := range g.Defs {
			d := c.find(def.Name)
			for _, t := range d.types {
				names[t.Name] = true
			}
			names[Duration().Name] = names[Duration().Name] || d.shape.ending || d.shape.span
			names[momentName] = names[momentName] || d.shape.span
		}
	}
	return slices.DeleteFunc(c.Types(), func(t Type) bool { return !names[t.Name] })
}

func (c *Catalogue) find(name string) *definition {
	i := slices.IndexFunc(c.definitions, func(d *definition) bool { return d.Name == name })
	return c.definitions[i]
}

// wordingOf returns the translation of a definition in the language of the listing; nil for English.
func (c *Catalogue) wordingOf(name string) *wording {
	if c.listed == nil {
		return nil
	}
	return c.listed.wording(name)
}

// page returns the words around the steps in the language of the listing.
func (c *Catalogue) page() PageWords {
	if c.listed == nil {
		return englishPage
	}
	return c.listed.Page
}

// usage returns the pattern with its endings, in the language of the step.
func (m *Match) usage() string {
	if m.said != nil {
		return m.said.usage()
	}
	return m.definition.usage()
}

// usage returns the pattern with its endings, as listed.
func (d *definition) usage() string {
	if d.shape.ending {
		return d.Pattern + " [within …] [for …]"
	}
	if d.shape.span {
		return "[" + throughoutWord + "] " + d.Pattern + " [for …] [before …]"
	}
	return d.Pattern
}
