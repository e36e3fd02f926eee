package translate

import (
	"fmt"
	"path"
	"strings"
)

// Files returns the features and manifests of the suite, by path in the project.
func (s *Suite) Files() (all []File) {
	for _, c := range s.Cases {
		if c.steps() == 0 {
			continue
		}
		all = append(all, File{Name: path.Join("features", c.Name+".feature"), Data: []byte(c.feature())})
		for _, f := range c.Files {
			all = append(all, File{Name: path.Join("manifests", f.Name), Data: f.Data})
		}
	}
	return all
}

func (c *Case) feature() string {
	var b strings.Builder
	title := strings.ReplaceAll(c.Name, "-", " ")
	fmt.Fprintf(&b, "Feature: %s\n\n  Scenario: %s\n", title, title)
	last := ""
	for _, line := range c.Lines {
		switch {
		case line.Comment != "":
			fmt.Fprintf(&b, "    # %s\n", oneLine(line.Comment))
		case line.Skipped != nil:
			fmt.Fprintf(&b, "    # Not translated: %s\n", oneLine(line.Skipped.String()))
		default:
			keyword := line.Keyword
			if keyword == last {
				keyword = "And"
			}
			last = line.Keyword
			fmt.Fprintf(&b, "    %s %s\n", keyword, line.Text)
			writeDoc(&b, line.Doc)
		}
	}
	return b.String()
}

// writeDoc writes the doc string below a step.
func writeDoc(b *strings.Builder, doc string) {
	if doc == "" {
		return
	}
	fence := `"""`
	if strings.Contains(doc, fence) {
		fence = "```"
	}
	fmt.Fprintf(b, "      %s\n", fence)
	for line := range strings.Lines(doc) {
		if strings.TrimSpace(line) == "" {
			b.WriteString("\n")
			continue
		}
		b.WriteString("      " + line)
	}
	fmt.Fprintf(b, "      %s\n", fence)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
