package step

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes the catalogue as a Markdown page.
func WriteMarkdown(w io.Writer, c *Catalogue) error {
	var b strings.Builder
	page := c.page()
	b.WriteString("# " + page.Title + "\n\n" + page.Intro + "\n\n")
	for _, g := range c.groups {
		fmt.Fprintf(&b, "- [%s](#%s)\n", g.Title, g.Name)
	}
	b.WriteString("- [" + page.Placeholders + "](#placeholders)\n")
	for _, g := range c.groups {
		// An explicit anchor, because the anchors that are generated from titles differ between renderers.
		fmt.Fprintf(&b, "\n<a id=%q></a>\n\n## %s\n\n%s\n", g.Name, g.Title, oneLine(g.Doc))
		for _, d := range g.Defs {
			about := c.Describe(d.Name)
			fmt.Fprintf(&b, "\n### `%s`\n\n%s\n\n```gherkin\n%s\n```\n", about.Usage, oneLine(d.Doc), strings.TrimSpace(d.Example))
			b.WriteString(page.valuesOf(about))
		}
	}
	b.WriteString("\n<a id=\"placeholders\"></a>\n\n## " + page.Placeholders + "\n\n" + page.Notation + "\n\n" + page.Header + "\n|---|---|---|\n")
	for _, t := range c.types {
		fmt.Fprintf(&b, "| `{%s}` | %s | `%s` |\n", t.Name, cell(t.Doc), cell(t.Example))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// valuesOf lists the placeholders of a definition, and what must be below it.
func (page PageWords) valuesOf(about Description) string {
	var parts []string
	for _, name := range about.Placeholders {
		parts = append(parts, fmt.Sprintf("[`{%s}`](#placeholders)", name))
	}
	switch about.Below {
	case WithDocString:
		parts = append(parts, page.DocString)
	case WithTable:
		parts = append(parts, page.Table)
	case NoArgument:
	}
	if len(parts) == 0 {
		return ""
	}
	return "\n" + page.Takes + strings.Join(parts, page.Comma) + page.Period + "\n"
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func cell(s string) string { return strings.ReplaceAll(oneLine(s), "|", `\|`) }
