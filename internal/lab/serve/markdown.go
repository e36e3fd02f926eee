package serve

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// markdown renders what an exercise says. HTML in it is left out, and so are links that would run a script: goldmark does so unless it is
// told otherwise.
var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))

func rendered(text string) (template.HTML, error) {
	var out bytes.Buffer
	if err := markdown.Convert([]byte(text), &out); err != nil {
		return "", fmt.Errorf("render the instructions: %w", err)
	}
	return template.HTML(out.String()), nil //nolint:gosec // goldmark has escaped it
}

// hasTitle tells whether instructions begin with a title of their own.
func hasTitle(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), "# ") }
