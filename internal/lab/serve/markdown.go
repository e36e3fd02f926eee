package serve

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// markdown renders the texts of an exercise. HTML in them is left out, and so are links that would run a script: that is
// goldmark's default.
var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))

func rendered(text string) (template.HTML, error) {
	var out bytes.Buffer
	if err := markdown.Convert([]byte(text), &out); err != nil {
		return "", fmt.Errorf("render the instructions: %w", err)
	}
	return template.HTML(out.String()), nil //nolint:gosec // goldmark has escaped it
}

// hasTitle reports whether instructions begin with their own title.
func hasTitle(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), "# ") }
